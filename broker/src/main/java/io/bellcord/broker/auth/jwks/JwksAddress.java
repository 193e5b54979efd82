package io.bellcord.broker.auth.jwks;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where a provider publishes its keys: https, since whoever can change them can make himself any client; or http on
 * this very machine.
 */
public record JwksAddress(URI uri) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Of anything else it throws an IllegalArgumentException that says what would be right. */
    public static JwksAddress parse(String text) {
        try {
            var uri = new URI(text);
            boolean isSafe = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
            if (isSafe && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return new JwksAddress(uri);
            }
        } catch (URISyntaxException e) {
            // Told below, like every other address that is none.
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" must be https://HOST/PATH without user and fragment (http on this machine only)");
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}

package io.bellcord.broker.http.map;

import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a page's browser may do: load nothing but what comes from here, the tile server's pictures, and MQTT's listener.
 * Nothing inline runs, and nobody frames a page whose operator did not say so.
 */
final class PagePolicy {
    /** A name or an IPv4 address; CSP has no way to write an IPv6 address. */
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253})(:\\d{1,5})?");

    private static final Pattern TILE_SERVER = Pattern.compile("(https?://)(\\{s}\\.)?([^/]+)/.*");

    private final MapSettings settings;

    PagePolicy(MapSettings settings) {
        this.settings = settings;
    }

    /** Of the map, which other sites may show in a frame where that is set. */
    void ofMap(Context context) {
        List<String> ancestors = settings.frameAncestors();
        write(context, ancestors.isEmpty() ? "'self'" : String.join(" ", ancestors));
        if (ancestors.isEmpty()) {
            context.header("X-Frame-Options", "SAMEORIGIN");
        }
    }

    /** Of a page that changes things: a frame around it could steal clicks. */
    void ofOperators(Context context) {
        write(context, "'none'");
        context.header("X-Frame-Options", "DENY");
    }

    private void write(Context context, String frameAncestors) {
        ofFile(context);
        context.header(
                        "Content-Security-Policy",
                        String.join(
                                "; ",
                                "default-src 'none'",
                                "script-src 'self'",
                                "style-src 'self'",
                                "img-src 'self' data:" + (settings.hasTiles() ? " " + tileServer() : ""),
                                "connect-src 'self' " + webSockets(context.header("Host")),
                                "base-uri 'none'",
                                "form-action 'none'",
                                "frame-ancestors " + frameAncestors))
                .header("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }

    /** What goes with every answer. A tile server may insist on knowing which site asks, so the origin is told. */
    static void ofFile(Context context) {
        context.header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "strict-origin-when-cross-origin");
    }

    private String tileServer() {
        Matcher parts = TILE_SERVER.matcher(settings.base());
        if (!parts.matches()) {
            throw new IllegalStateException(settings.base());
        }
        return parts.group(1) + (parts.group(2) == null ? "" : "*.") + parts.group(3);
    }

    private String webSockets(@Nullable String hostHeader) {
        if (settings.webSocket().publicAddress().isPresent()) {
            URI address = settings.webSocket().publicAddress().get();
            return address.getScheme() + "://" + address.getAuthority();
        }
        Matcher host = HOST.matcher(hostHeader == null ? "" : hostHeader);
        String name = host.matches() ? host.group(1) : "*";
        String plain = "ws://" + name + ":" + settings.webSocket().port();
        var tls = settings.webSocket().tlsPort();
        return tls.isEmpty() ? plain : plain + " wss://" + name + ":" + tls.getAsInt();
    }
}

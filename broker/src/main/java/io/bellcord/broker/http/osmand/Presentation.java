package io.bellcord.broker.http.osmand;

import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.transit.BusId;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who sends a fix, and for which bus. The secret may be a header's, {@code Authorization: Bearer …} or that of a URL like
 * {@code https://kb:BC-…@host/osmand}, or, for apps that know nothing but a URL, the parameter {@code token}.
 */
record Presentation(String provider, BusId bus, String secret) {
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +");
    private static final Pattern BASIC = Pattern.compile("(?i)Basic +");

    /** @param device as the app calls itself: {@code 1001}, or {@code kb/1001} */
    static Presentation of(Context context, Parameters parameters, Optional<String> device) {
        String name = device.orElseThrow(() -> new RequestRefused(ErrorCode.MISSING_FIELD, "id"));
        String[] parts = name.split("/", 2);
        String[] basic = basic(context).orElse(":").split(":", 2);
        String provider = parameters
                .find("provider")
                .or(() -> parts.length == 2 ? Optional.of(parts[0]) : Optional.empty())
                .or(() -> basic[0].isEmpty() ? Optional.empty() : Optional.of(basic[0]))
                .orElseThrow(() -> new RequestRefused(ErrorCode.MISSING_FIELD, "provider"));
        String secret = bearer(context)
                .or(() -> basic.length < 2 || basic[1].isEmpty() ? Optional.empty() : Optional.of(basic[1]))
                .or(() -> parameters.find("token"))
                .orElseThrow(() -> new RequestRefused(ErrorCode.NOT_AUTHENTICATED));
        return new Presentation(provider, bus(parts[parts.length - 1]), secret);
    }

    private static BusId bus(String id) {
        if (!BusId.isValid(id)) {
            throw new RequestRefused(ErrorCode.INVALID_ID, "id");
        }
        return new BusId(id);
    }

    private static Optional<String> bearer(Context context) {
        return authorization(context, BEARER).filter(token -> !token.isEmpty());
    }

    private static Optional<String> basic(Context context) {
        try {
            return authorization(context, BASIC)
                    .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(ErrorCode.NOT_AUTHENTICATED);
        }
    }

    private static Optional<String> authorization(Context context, Pattern scheme) {
        return Optional.ofNullable(context.header("Authorization"))
                .filter(header -> scheme.matcher(header).lookingAt())
                .map(header -> scheme.matcher(header).replaceFirst("").strip());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Presentation[" + provider + "/" + bus + "]";
    }
}

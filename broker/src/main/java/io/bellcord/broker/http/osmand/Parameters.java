package io.bellcord.broker.http.osmand;

import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, from its query and from the body of a form; where one is there twice, the first counts. */
final class Parameters {
    private static final int MOST_BYTES = 16 * 1024;
    private static final int MOST = 64;

    private final Map<String, String> values = new HashMap<>();
    private final byte[] json;

    Parameters(@Nullable String query, @Nullable String contentType, byte[] body) {
        add(query);
        boolean isJson = contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
        json = isJson ? body : new byte[0];
        if (!isJson) {
            add(new String(body, StandardCharsets.UTF_8));
        }
    }

    /** Reads the whole request, of which there is little. */
    static Parameters of(Context context) throws IOException {
        byte[] body = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new RequestRefused(ErrorCode.BODY_TOO_LARGE, Integer.toString(MOST_BYTES));
        }
        return new Parameters(context.queryString(), context.contentType(), body);
    }

    private void add(@Nullable String encoded) {
        if (encoded == null || encoded.isBlank()) {
            return;
        }
        for (String pair : encoded.strip().split("&", MOST)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && !parts[1].isEmpty()) {
                values.putIfAbsent(decoded(parts[0]), decoded(parts[1]));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(ErrorCode.INVALID_PARAMETER, "a percent sign without two hexadecimal digits");
        }
    }

    /** The first of these that is there. */
    Optional<String> find(String... names) {
        for (String name : names) {
            String value = values.get(name);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** A body of JSON; empty for none. */
    byte[] json() {
        return json;
    }
}

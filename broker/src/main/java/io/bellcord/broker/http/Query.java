package io.bellcord.broker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request: what stands after its question mark, or in the body of a form. What cannot be decoded is refused: it would
 * be taken for another value otherwise, or for none.
 */
public final class Query {
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String REPLACED = "\uFFFD";

    private final Map<String, List<String>> values = new HashMap<>();

    private Query(String encoded) {
        int place = 0;
        for (String pair : encoded.split("&", -1)) {
            add(pair.split("=", 2), ++place);
        }
    }

    /**
     * Of a request's address.
     *
     * @throws RequestRefused naming the parameter that cannot be decoded
     */
    public static Query of(Context context) {
        return parse(context.queryString());
    }

    static Query parse(@Nullable String query) {
        return parse(query == null ? new byte[0] : query.getBytes(UTF_8));
    }

    /** The same of a form's body. */
    public static Query parse(byte[] form) {
        return new Query(new String(form, ISO_8859_1).strip()); // a character for each byte, until it is decoded
    }

    private void add(String[] pair, int place) {
        String shown = NAME.matcher(pair[0]).matches() ? pair[0] : "parameter " + place;
        String name = decoded(pair[0], "the name of parameter " + place);
        String value = pair.length == 1 ? "" : decoded(pair[1], shown);
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    private static String decoded(String encoded, String what) {
        if (BROKEN.matcher(encoded).find()) {
            throw invalid(what
                    + " has a percent sign without two hexadecimal digits after it; the sign itself is written %25");
        }
        byte[] bytes = URLDecoder.decode(encoded, ISO_8859_1).getBytes(ISO_8859_1);
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (!text.contains(REPLACED)) { // what the server makes of bytes that are no text
                return text;
            }
        } catch (CharacterCodingException e) {
            // told below, like what the server has replaced
        }
        throw invalid(what + " is not UTF-8");
    }

    private static RequestRefused invalid(String what) {
        return new RequestRefused(ErrorCode.INVALID_PARAMETER, what);
    }

    /** Every value that a parameter has, in their order. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}

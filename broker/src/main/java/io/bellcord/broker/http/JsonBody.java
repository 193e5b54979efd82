package io.bellcord.broker.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bellcord.broker.json.JsonDocument;
import io.bellcord.broker.json.Problem;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's JSON object, and of the objects in it by their path, {@code location.latitude}. Unknown
 * ones do no harm. What is wrong is a {@link RequestRefused} that names the field, and never repeats its value.
 */
final class JsonBody {
    private static final int MOST_BYTES = 16 * 1024;

    /** A value as far as it can be of use here. */
    sealed interface Value {
        record Text(String value) implements Value {}

        /** A number as it was written. */
        record Numeral(String literal) implements Value {}

        record Other() implements Value {}
    }

    private final Map<String, Value> values = new HashMap<>();

    private JsonBody() {}

    static JsonBody of(Context context) throws IOException {
        requireJson(context.contentType());
        requireUnpacked(context.header("Content-Encoding"));
        byte[] bytes = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new RequestRefused(ErrorCode.BODY_TOO_LARGE, Integer.toString(MOST_BYTES));
        }
        var body = new JsonBody();
        Optional<Problem> notJson = JsonDocument.of(bytes).read(parser -> body.read(parser, ""));
        notJson.ifPresent(problem -> {
            throw new RequestRefused(ErrorCode.MALFORMED_JSON, problem.message());
        });
        return body;
    }

    private static void requireJson(@Nullable String contentType) {
        String type = contentType == null
                ? "application/json" // who says nothing means what we take
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json")) {
            throw new RequestRefused(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    /** What is said to be little may be much when it is unpacked. */
    private static void requireUnpacked(@Nullable String encoding) {
        if (encoding != null && !encoding.strip().toLowerCase(Locale.ROOT).equals("identity")) {
            throw new RequestRefused(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    private void read(JsonParser parser, String prefix) throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            String path = prefix + key;
            switch (parser.nextToken()) {
                case VALUE_STRING -> values.put(path, new Value.Text(parser.getText()));
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(path, new Value.Numeral(parser.getText()));
                case VALUE_NULL -> values.remove(path);
                case JsonToken other -> {
                    values.put(path, new Value.Other());
                    readInto(other, parser, path);
                }
            }
        }
    }

    private void readInto(JsonToken token, JsonParser parser, String path) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            read(parser, path + ".");
        } else {
            parser.skipChildren();
        }
    }

    /** A text that must be there, and not empty. */
    String text(String field) {
        return switch (required(field)) {
            case Value.Text(String text) -> text;
            case Value.Numeral _, Value.Other _ -> throw new RequestRefused(ErrorCode.WRONG_TYPE, field);
        };
    }

    /** The same, and a number as it is written: identifiers often come as numbers. */
    String identifier(String field) {
        return required(field) instanceof Value.Numeral(String literal) ? literal : text(field);
    }

    /** A number, or a text that may hold one. */
    Value textOrNumber(String field) {
        Value value = required(field);
        if (value instanceof Value.Other) {
            throw new RequestRefused(ErrorCode.WRONG_TYPE, field);
        }
        return value;
    }

    /** What need not be there is a text if it is. */
    void requireTextIfPresent(String field) {
        if (values.containsKey(field) && !(values.get(field) instanceof Value.Text)) {
            throw new RequestRefused(ErrorCode.WRONG_TYPE, field);
        }
    }

    /** An object that must be there. */
    void requireObject(String field) {
        if (!(required(field) instanceof Value.Other)) {
            throw new RequestRefused(ErrorCode.WRONG_TYPE, field);
        }
    }

    private Value required(String field) {
        Value value = values.get(field);
        if (value == null || (value instanceof Value.Text(String text) && text.isEmpty())) {
            throw new RequestRefused(ErrorCode.MISSING_FIELD, field);
        }
        return value;
    }
}

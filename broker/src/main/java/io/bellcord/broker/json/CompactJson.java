package io.bellcord.broker.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;

/** A JSON value as it came, only without its blanks. */
final class CompactJson {
    private CompactJson() {}

    /** Copies the object that the parser stands on, and leaves the parser on its closing brace. */
    static String copyObject(JsonParser from) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator to = JsonDocument.FACTORY.createGenerator(text)) {
            int depth = 0;
            do {
                depth += copyToken(from, to);
            } while (depth > 0 && from.nextToken() != null);
        }
        return text.toString();
    }

    /** Numbers are copied as written: {@code 1e999} is no double, and {@code 1.10} may be a version. */
    private static int copyToken(JsonParser from, JsonGenerator to) throws IOException {
        switch (from.currentToken()) {
            case START_OBJECT -> to.writeStartObject();
            case START_ARRAY -> to.writeStartArray();
            case END_OBJECT -> to.writeEndObject();
            case END_ARRAY -> to.writeEndArray();
            case FIELD_NAME -> to.writeFieldName(from.currentName());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(from.getText());
            default -> to.copyCurrentEvent(from);
        }
        return from.currentToken().isStructStart() ? 1 : from.currentToken().isStructEnd() ? -1 : 0;
    }
}

package io.bellcord.broker.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bellcord.broker.json.FieldReader;
import io.bellcord.broker.json.PositionDraft;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service before this one took: {@code {"busId": …, "location": {"latitude": "37.5", "longitude": "127.0"}}}.
 * It has no time: a fix is as new as its arrival.
 */
final class SeedDialect implements Dialect {
    @Override
    public List<String> marks() {
        return List.of("location", "busId");
    }

    @Override
    public void read(JsonParser parser, Fixes fixes) throws IOException {
        var draft = new PositionDraft();
        var fields = new FieldReader(parser);
        String bus = null;
        String provider = null;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
                case "busId" -> bus = fields.text(key);
                case "providerId" -> provider = fields.text(key);
                case "location" -> readLocation(parser, fields, draft);
                default -> parser.skipChildren();
            }
        }
        fields.problem().ifPresent(draft::problem);
        draft.belongsTo(provider, bus);
        draft.fixTime(fixes.receivedAt());
        fixes.main(draft);
    }

    private static void readLocation(JsonParser parser, FieldReader fields, PositionDraft draft) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            fields.wrongType("location", "an object");
            return;
        }
        @Nullable Double latitude = null;
        @Nullable Double longitude = null;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
                case "latitude" -> latitude = fields.numberOrText(key);
                case "longitude" -> longitude = fields.numberOrText(key);
                default -> parser.skipChildren();
            }
        }
        draft.at(latitude, longitude);
    }
}

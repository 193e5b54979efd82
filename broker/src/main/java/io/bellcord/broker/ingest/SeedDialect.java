package io.bellcord.broker.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bellcord.broker.json.FieldReader;
import io.bellcord.broker.json.PositionDraft;
import io.bellcord.broker.json.Problem;
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
        boolean located = false;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
                case "busId" -> bus = fields.text(key);
                case "providerId" -> provider = fields.text(key);
                case "location" -> {
                    located = true;
                    readLocation(parser, fields, draft);
                }
                default -> parser.skipChildren();
            }
        }
        fields.problem().ifPresent(draft::problem);
        if (!located) {
            draft.problem(Problem.missing("location is missing: an object of latitude and longitude"));
        }
        draft.belongsTo(provider, bus);
        draft.fixTime(fixes.receivedAt());
        fixes.main(draft);
    }

    private static void readLocation(JsonParser parser, FieldReader fields, PositionDraft draft) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            fields.wrongType("location", "an object");
            return;
        }
        Double latitude = null;
        Double longitude = null;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
                case "latitude" -> latitude = fields.numberOrText(key);
                case "longitude" -> longitude = fields.numberOrText(key);
                default -> parser.skipChildren();
            }
        }
        fields.problem().ifPresent(draft::problem);
        draft.at(
                required("latitude is missing: degrees north", latitude, draft),
                required("longitude is missing: degrees east", longitude, draft));
    }

    private static @Nullable Double required(String message, @Nullable Double value, PositionDraft draft) {
        if (value == null) {
            draft.problem(Problem.missing(message));
        }
        return value;
    }
}

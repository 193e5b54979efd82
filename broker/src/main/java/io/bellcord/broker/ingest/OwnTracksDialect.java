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
 * OwnTracks' {@code _type=location} (owntracks.org/booklet/tech/json). Its other types, the will {@code lwt} among them, are no
 * reports of a position and no mistake either.
 */
final class OwnTracksDialect implements Dialect {
    private static final double KMH_PER_MS = 3.6;

    @Override
    public List<String> marks() {
        return List.of("_type");
    }

    @Override
    public void read(JsonParser parser, Fixes fixes) throws IOException {
        var draft = new PositionDraft();
        var fields = new FieldReader(parser);
        var message = new Message();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            message.read(key, fields, parser);
        }
        if (message.type != null && !message.type.equals("location")) {
            fixes.ignored("OwnTracks' _type=" + Problem.quote(message.type) + " is no position");
            return;
        }
        fields.problem().ifPresent(draft::problem);
        message.write(draft);
        fixes.main(draft);
    }

    private static final class Message {
        private @Nullable String type;
        private @Nullable Double time;
        private @Nullable Double latitude;
        private @Nullable Double longitude;
        private @Nullable Double speed;
        private @Nullable Double course;
        private @Nullable Double accuracy;
        private @Nullable Double altitude;
        private @Nullable Double battery;

        void read(String key, FieldReader in, JsonParser parser) throws IOException {
            switch (key) {
                case "_type" -> type = in.text(key);
                case "tst" -> time = in.number(key);
                case "lat" -> latitude = in.number(key);
                case "lon" -> longitude = in.number(key);
                case "vel" -> speed = in.number(key);
                case "cog" -> course = in.number(key);
                case "acc" -> accuracy = in.number(key);
                case "alt" -> altitude = in.number(key);
                case "batt" -> battery = in.number(key);
                default -> {
                    if (parser.currentToken() != JsonToken.VALUE_NULL) {
                        parser.skipChildren();
                    }
                }
            }
        }

        void write(PositionDraft draft) {
            EpochSeconds.write("tst", time, draft);
            draft.at(latitude, longitude);
            Double kmh = Unknown.ifNegative(speed);
            draft.moving(kmh == null ? null : Double.valueOf(kmh / KMH_PER_MS), Unknown.ifNegative(course));
            draft.measured(Unknown.ifNegative(accuracy), altitude);
            draft.battery(Unknown.ifNegative(battery));
        }
    }
}

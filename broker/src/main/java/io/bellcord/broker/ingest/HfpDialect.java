package io.bellcord.broker.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bellcord.broker.json.FieldReader;
import io.bellcord.broker.json.PositionDraft;
import io.bellcord.broker.json.Problem;
import io.bellcord.broker.transit.FixSource;
import io.bellcord.broker.transit.RouteId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The high-frequency positioning of HSL in Helsinki, {@code {"VP": {…}}} (digitransit.fi, vehicle positions). Its {@code acc} is an
 * acceleration, its directions are 1 and 2, and what it knows of the trip is null while there is none.
 */
final class HfpDialect implements Dialect {
    @Override
    public List<String> marks() {
        return List.of("VP");
    }

    @Override
    public void read(JsonParser parser, Fixes fixes) throws IOException {
        var draft = new PositionDraft();
        var fields = new FieldReader(parser);
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (!key.equals("VP")) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                var message = new VehiclePosition();
                message.read(fields, parser);
                fields.problem().ifPresent(draft::problem);
                message.write(draft);
            } else {
                fields.wrongType(key, "an object");
            }
        }
        fields.problem().ifPresent(draft::problem);
        fixes.main(draft);
    }

    private static final class VehiclePosition {
        private @Nullable String time;
        private @Nullable Double seconds;
        private @Nullable Double latitude;
        private @Nullable Double longitude;
        private @Nullable Double speed;
        private @Nullable Double heading;
        private @Nullable Double odometer;
        private @Nullable Double doors;
        private @Nullable String source;
        private @Nullable String route;
        private @Nullable String direction;
        private @Nullable String day;
        private @Nullable String start;
        private @Nullable String stop;
        private @Nullable Double occupancy;

        void read(FieldReader in, JsonParser parser) throws IOException {
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                if (!readFix(key, in) && !readTrip(key, in)) {
                    parser.skipChildren();
                }
            }
        }

        private boolean readFix(String key, FieldReader in) throws IOException {
            switch (key) {
                case "tst" -> time = in.text(key);
                case "tsi" -> seconds = in.number(key);
                case "lat" -> latitude = in.number(key);
                case "long" -> longitude = in.number(key);
                case "spd" -> speed = in.number(key);
                case "hdg" -> heading = in.number(key);
                case "odo" -> odometer = in.number(key);
                case "loc" -> source = in.text(key);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean readTrip(String key, FieldReader in) throws IOException {
            switch (key) {
                case "drst" -> doors = in.number(key);
                case "route" -> route = in.text(key);
                case "dir" -> direction = in.text(key);
                case "oday" -> day = in.text(key);
                case "start" -> start = in.text(key);
                case "stop" -> stop = in.text(key);
                case "occu" -> occupancy = in.number(key);
                default -> {
                    return false;
                }
            }
            return true;
        }

        void write(PositionDraft draft) {
            writeTime(draft);
            draft.at(latitude, longitude);
            draft.moving(Unknown.ifNegative(speed), Unknown.ifNegative(heading));
            draft.odometer(Unknown.ifNegative(odometer));
            draft.source(fixSource());
            draft.doors(doors == null ? null : Boolean.valueOf(doors != 0));
            draft.trip(
                    route != null && RouteId.isValid(route) ? route : null, // some of theirs have a blank in them
                    directionId(),
                    day == null ? null : day.replace("-", ""),
                    start == null ? null : start + ":00");
            draft.stop(stop);
            draft.occupancyPercentage(occupancy == null ? null : Integer.valueOf(occupancy.intValue()));
        }

        /** In milliseconds, or in whole seconds where that does not say it. */
        private void writeTime(PositionDraft draft) {
            if (time == null) {
                EpochSeconds.write("tsi", seconds, draft);
                return;
            }
            try {
                draft.fixTime(Instant.parse(time));
            } catch (DateTimeException | ArithmeticException e) {
                draft.problem(Problem.malformed(
                        "tst must be a time like 2026-11-27T08:00:00.000Z but is \"" + Problem.quote(time) + '"'));
            }
        }

        private @Nullable FixSource fixSource() {
            return switch (source) {
                case "GPS" -> FixSource.GPS;
                case "ODO" -> FixSource.DEAD_RECKONING;
                case "MAN" -> FixSource.MANUAL;
                case null, default -> null;
            };
        }

        private @Nullable Integer directionId() {
            return switch (direction) {
                case "1" -> 0;
                case "2" -> 1;
                case null, default -> null;
            };
        }
    }
}

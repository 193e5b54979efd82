package io.bellcord.broker.http.osmand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A fix in the words of Traccar's OsmAnd protocol (traccar.org/osmand), as position JSON. What is no number stays what it is, for
 * ingest to refuse in its own words.
 *
 * @param device what the app calls itself: the bus
 * @param payload position JSON
 */
record OsmandFix(Optional<String> device, byte[] payload) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double METRES_PER_SECOND = 0.514444; // of a knot
    private static final double LATEST_IN_SECONDS = 1e11;
    private static final double PERCENT = 100;
    private static final DateTimeFormatter WITH_A_BLANK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    OsmandFix(Optional<String> device, ObjectNode position) {
        this(device, bytes(position));
    }

    /** @param now for those that do not say when */
    static OsmandFix of(Parameters parameters, Instant now) {
        return parameters.json().length > 0 ? ofJson(parameters.json(), now) : ofQuery(parameters, now);
    }

    private static OsmandFix ofQuery(Parameters in, Instant now) {
        ObjectNode out = JSON.createObjectNode();
        in.find("timestamp").ifPresentOrElse(text -> time(out, text), () -> out.put("ts", now.toEpochMilli()));
        String[] place = in.find("location").orElse("").split(",", 2);
        in.find("lat").or(() -> part(place, 0)).ifPresent(text -> number(out, "lat", text, 1));
        in.find("lon").or(() -> part(place, 1)).ifPresent(text -> number(out, "lon", text, 1));
        in.find("speed").ifPresent(text -> positive(out, "spd", text, METRES_PER_SECOND));
        in.find("bearing", "heading").ifPresent(text -> positive(out, "hdg", text, 1));
        in.find("accuracy", "hacc").ifPresent(text -> positive(out, "acc", text, 1));
        in.find("altitude").ifPresent(text -> number(out, "alt", text, 1));
        in.find("batt").ifPresent(text -> positive(out, "batt", text, 1));
        in.find("ignition").ifPresent(text -> flag(out, "ign", text));
        return new OsmandFix(in.find("id", "deviceid"), out);
    }

    private static Optional<String> part(String[] parts, int index) {
        return parts.length == 2 ? Optional.of(parts[index].strip()) : Optional.empty();
    }

    /** Traccar Client from version 9: speeds are in metres per second there, and a battery is full at 1. */
    private static OsmandFix ofJson(byte[] json, Instant now) {
        JsonNode in = read(json);
        JsonNode location = in.path("location");
        JsonNode coords = location.path("coords");
        ObjectNode out = JSON.createObjectNode();
        text(location, "timestamp").ifPresentOrElse(text -> time(out, text), () -> out.put("ts", now.toEpochMilli()));
        text(coords, "latitude").ifPresent(text -> number(out, "lat", text, 1));
        text(coords, "longitude").ifPresent(text -> number(out, "lon", text, 1));
        text(coords, "speed").ifPresent(text -> positive(out, "spd", text, 1));
        text(coords, "heading").ifPresent(text -> positive(out, "hdg", text, 1));
        text(coords, "accuracy").ifPresent(text -> positive(out, "acc", text, 1));
        text(coords, "altitude").ifPresent(text -> number(out, "alt", text, 1));
        text(location, "odometer").ifPresent(text -> positive(out, "odo", text, 1));
        text(location.path("battery"), "level").ifPresent(text -> positive(out, "batt", text, PERCENT));
        return new OsmandFix(text(in, "device_id"), out);
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new RequestRefused(ErrorCode.MALFORMED_JSON, "Traccar Client's JSON is an object");
        }
    }

    private static Optional<String> text(JsonNode object, String key) {
        return Optional.of(object.path(key))
                .filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull())
                .map(JsonNode::asText);
    }

    private static void time(ObjectNode out, String text) {
        Optional<Double> number = number(text);
        if (number.isPresent()) {
            double seconds = number.get() < LATEST_IN_SECONDS ? 1000 : 1;
            out.put("ts", Math.round(number.get() * seconds));
            return;
        }
        try {
            out.put(
                    "ts",
                    text.contains("T")
                            ? Instant.parse(text).toEpochMilli()
                            : blank(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            out.put("ts", text);
        }
    }

    private static Instant blank(String text) {
        return LocalDateTime.parse(text, WITH_A_BLANK).toInstant(ZoneOffset.UTC);
    }

    private static void number(ObjectNode out, String key, String text, double factor) {
        number(text).ifPresentOrElse(value -> out.put(key, value * factor), () -> out.put(key, text));
    }

    /** Below zero it says that it is not known. */
    private static void positive(ObjectNode out, String key, String text, double factor) {
        if (number(text).filter(value -> value < 0).isEmpty()) {
            number(out, key, text, factor);
        }
    }

    private static void flag(ObjectNode out, String key, String text) {
        if (text.equals("true") || text.equals("false")) {
            out.put(key, text.equals("true"));
        }
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode position) {
        try {
            return JSON.writeValueAsBytes(position);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}

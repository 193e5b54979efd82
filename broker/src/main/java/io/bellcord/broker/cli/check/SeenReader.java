package io.bellcord.broker.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.cli.check.rules.Fix;
import io.bellcord.broker.cli.check.rules.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the events of {@code …/ops/buses/{bus}/log}. */
final class SeenReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SeenReader() {}

    /** Empty for an event that no rule needs. */
    static Optional<Seen> read(String event, String data) throws JsonProcessingException {
        JsonNode json = JSON.readTree(data);
        Instant at = time(json, "at").orElseThrow();
        return switch (event) {
            // A driver's connection is told of with its first report; it came about before.
            case "connected" -> Optional.of(arrival(time(json, "since").orElse(at), true, json));
            case "present" -> Optional.of(arrival(at, false, json));
            case "disconnected" ->
                Optional.of(
                        new Seen.Departure(at, text(json, "connection"), text(json, "reason"), span(json, "lasted")));
            case "message" -> Optional.of(message(at, json));
            case "refused" -> Optional.of(new Seen.Notice(at, text(json, "reason"), text(json, "message")));
            default -> Optional.empty();
        };
    }

    private static Seen arrival(Instant at, boolean fresh, JsonNode json) {
        return new Seen.Arrival(
                at,
                fresh,
                text(json, "connection"),
                text(json, "clientId"),
                json.path("clientIdAssigned").asBoolean(),
                json.path("protocol").asInt(),
                span(json, "keepAlive"),
                Optional.ofNullable(json.get("will")).map(JsonNode::asText),
                text(json, "login"),
                time(json, "issuedAt"),
                time(json, "expiresAt"),
                text(json, "address"));
    }

    private static Seen message(Instant at, JsonNode json) {
        return new Seen.Message(
                at,
                json.path("bytes").asInt(),
                text(json, "outcome"),
                Optional.ofNullable(json.get("position")).map(SeenReader::fix),
                text(json, "reason"),
                text(json, "message"));
    }

    private static Fix fix(JsonNode json) {
        return new Fix(
                time(json, "ts").orElseThrow(),
                json.path("lat").asDouble(),
                json.path("lon").asDouble(),
                number(json, "spd"),
                number(json, "hdg"));
    }

    private static @Nullable Double number(JsonNode json, String key) {
        return json.has(key) ? Double.valueOf(json.path(key).asDouble()) : null;
    }

    private static String text(JsonNode json, String key) {
        return json.path(key).asText();
    }

    private static Duration span(JsonNode json, String key) {
        return Duration.ofMillis(json.path(key).asLong());
    }

    private static Optional<Instant> time(JsonNode json, String key) {
        return Optional.ofNullable(json.get(key)).map(value -> Instant.ofEpochMilli(value.asLong()));
    }
}

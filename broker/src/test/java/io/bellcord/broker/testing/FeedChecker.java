package io.bellcord.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.protobuf.ProtobufMapper;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchema;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchemaLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads GTFS-Realtime by the .proto that MobilityData publishes and a decoder that shares nothing with the broker's, and
 * holds it to the rules of MobilityData's validator, whose names stand beside them.
 */
public final class FeedChecker {
    private static final long EARLIEST = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    private static final int FULL_DATASET = 0;
    private static final ProtobufSchema SCHEMA = schema();

    private FeedChecker() {}

    private static ProtobufSchema schema() {
        try (InputStream proto = Objects.requireNonNull(
                FeedChecker.class.getResourceAsStream("/com/google/transit/realtime/gtfs-realtime.proto"))) {
            return ProtobufSchemaLoader.std.load(proto);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Decodes a FeedMessage; what is not there is missing or null, and enumerations are numbers. */
    public static JsonNode decode(byte[] message) {
        try {
            return new ProtobufMapper().reader().with(SCHEMA).readTree(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The vehicles of a message that keeps all rules. */
    public static List<JsonNode> check(byte[] message, Instant now) {
        JsonNode feed = decode(message);
        JsonNode header = feed.path("header");
        long timestamp = header.path("timestamp").asLong();
        assertThat(header.path("gtfs_realtime_version").asText()).as("E038").isEqualTo("2.0");
        assertThat(header.path("incrementality").asInt()).as("E049").isEqualTo(FULL_DATASET);
        assertThat(timestamp).as("E001, E048: POSIX time").isGreaterThan(EARLIEST);
        assertThat(timestamp).as("E050: not in the future").isLessThanOrEqualTo(now.getEpochSecond());
        Set<String> ids = new HashSet<>();
        Set<String> vehicles = new HashSet<>();
        List<JsonNode> checked = new ArrayList<>();
        for (JsonNode entity : feed.path("entity")) {
            assertThat(ids.add(entity.required("id").asText())).as("unique ids").isTrue();
            assertThat(entity.path("is_deleted").asBoolean()).as("E039").isFalse();
            JsonNode vehicle = entity.required("vehicle");
            assertThat(vehicles.add(vehicle.required("vehicle").required("id").asText()))
                    .as("E052")
                    .isTrue();
            checkVehicle(vehicle, timestamp);
            checked.add(vehicle);
        }
        return checked;
    }

    private static void checkVehicle(JsonNode vehicle, long header) {
        long timestamp = vehicle.required("timestamp").asLong();
        assertThat(timestamp).as("E001: POSIX time").isGreaterThan(EARLIEST);
        assertThat(timestamp).as("E012: header >= entities").isLessThanOrEqualTo(header);
        JsonNode position = vehicle.required("position");
        assertThat(position.required("latitude").asDouble()).as("E026").isBetween(-90.0, 90.0);
        assertThat(position.required("longitude").asDouble()).as("E026").isBetween(-180.0, 180.0);
        assertThat(position.path("bearing").asDouble()).as("E027").isBetween(0.0, 360.0);
        assertThat(position.path("speed").asDouble()).as("W004").isBetween(0.0, 100.0);
        JsonNode trip = vehicle.path("trip");
        if (trip.isObject()) {
            assertThat(trip.path("trip_id").asText() + trip.path("route_id").asText())
                    .as("W006: a trip names its trip or its route")
                    .isNotEmpty();
            matchesIfThere(trip, "start_time", "E020", "\\d\\d:[0-5]\\d:[0-5]\\d");
            matchesIfThere(trip, "start_date", "E021", "\\d{8}");
            matchesIfThere(trip, "direction_id", "0 or 1", "[01]");
        }
    }

    private static void matchesIfThere(JsonNode trip, String field, String rule, String pattern) {
        if (!trip.path(field).asText().isEmpty()) {
            assertThat(trip.path(field).asText()).as(rule).matches(pattern);
        }
    }
}

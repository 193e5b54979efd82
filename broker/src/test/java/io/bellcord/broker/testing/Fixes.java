package io.bellcord.broker.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.testing.TestClient.Received;
import java.nio.charset.StandardCharsets;

/** Positions as trackers send them, and as riders read them, by a library that the broker's codec does not use. */
public final class Fixes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Fixes() {}

    /** The smallest position there is. */
    public static String json(long ts, double latitude) {
        return "{\"ts\":%d,\"lat\":%s,\"lon\":7.42}".formatted(ts, latitude);
    }

    public static byte[] bytes(long ts, double latitude) {
        return json(ts, latitude).getBytes(StandardCharsets.UTF_8);
    }

    /** The wall clock's epoch milliseconds: what the broker under test reads too. */
    public static long now() {
        return System.currentTimeMillis();
    }

    public static long number(Received received, String key) {
        return read(received).required(key).asLong();
    }

    public static String text(Received received, String key) {
        return read(received).required(key).asText();
    }

    private static JsonNode read(Received received) {
        try {
            return JSON.readTree(received.payload());
        } catch (JsonProcessingException e) {
            throw new AssertionError(received.payload(), e);
        }
    }
}

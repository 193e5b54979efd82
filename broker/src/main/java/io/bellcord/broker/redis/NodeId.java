package io.bellcord.broker.redis;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One process among those that share a Redis, for as long as it runs: what it publishes bears its name, so that it passes over
 * its own.
 *
 * @param value 16 hexadecimal digits
 */
public record NodeId(String value) {
    /** One that no other node has. */
    public static NodeId create() {
        return new NodeId(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    @Override
    public String toString() {
        return value;
    }
}

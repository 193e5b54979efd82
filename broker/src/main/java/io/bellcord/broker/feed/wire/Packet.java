package io.bellcord.broker.feed.wire;

import java.nio.charset.StandardCharsets;

/** A message, not yet in the form of a client. Its arrays are shared and must not change. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Packet(byte[] topic, byte[] payload) {
    public static byte[] topic(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}

package io.bellcord.simulator.bench.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** MQTT 3.1.1 by the byte: as cheap as a load can be, so that what is measured is the server. */
public final class Packets {
    public static final int CONNACK_BYTES = 4;
    public static final int PUBACK_BYTES = 4;
    public static final int PINGRESP_BYTES = 2;

    private Packets() {}

    /** With a clean session and a keep alive of a minute. */
    public static byte[] connect(String clientId, Login login) {
        return connect(clientId, login, 60);
    }

    /**
     * With a clean session.
     *
     * @param keepAlive seconds
     */
    public static byte[] connect(String clientId, Login login, int keepAlive) {
        var body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(4);
        body.write(
                2 | (login.username().isEmpty() ? 0 : 0x80) | (login.password().isEmpty() ? 0 : 0x40));
        body.write(keepAlive >> 8);
        body.write(keepAlive);
        text(body, clientId);
        if (!login.username().isEmpty()) {
            text(body, login.username());
        }
        if (!login.password().isEmpty()) {
            text(body, login.password());
        }
        return packet(0x10, body.toByteArray());
    }

    public static byte[] publish(int qos, int packetId, String topic, String payload) {
        var body = new ByteArrayOutputStream();
        text(body, topic);
        if (qos > 0) {
            body.write(packetId >> 8);
            body.write(packetId);
        }
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x30 | qos << 1, body.toByteArray());
    }

    public static byte[] subscribe(int packetId, String filter, int qos) {
        var body = new ByteArrayOutputStream();
        body.write(packetId >> 8);
        body.write(packetId);
        text(body, filter);
        body.write(qos);
        return packet(0x82, body.toByteArray());
    }

    public static byte[] unsubscribe(int packetId, String filter) {
        var body = new ByteArrayOutputStream();
        body.write(packetId >> 8);
        body.write(packetId);
        text(body, filter);
        return packet(0xA2, body.toByteArray());
    }

    public static byte[] ping() {
        return packet(0xC0, new byte[0]);
    }

    public static byte[] disconnect() {
        return packet(0xE0, new byte[0]);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write(utf8.length >> 8);
        out.write(utf8.length);
        out.writeBytes(utf8);
    }

    private static byte[] packet(int head, byte[] body) {
        var out = new ByteArrayOutputStream();
        out.write(head);
        var rest = body.length;
        do {
            var digit = rest & 0x7F;
            rest >>>= 7;
            out.write(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }
}

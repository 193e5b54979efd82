package io.bellcord.broker.testing;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.text;

import io.bellcord.broker.testing.RawMqtt.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One client by the byte, in either version of MQTT, that keeps everything it is sent. */
public final class Intruder implements AutoCloseable {
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;
    private static final int PUBCOMP = 7;
    private static final int SUBACK = 9;
    private static final int UNSUBACK = 11;
    private static final int PINGRESP = 13;
    private static final int FILTERS_AT_ONCE = 100;
    private static final int NO_REASON = -1;

    private final RawMqtt socket;
    private final boolean mqtt5;
    private final StringBuilder heard = new StringBuilder();
    private int packetId;

    /** What is left behind for the time after the connection. */
    public record Will(String topic, String payload) {}

    public Intruder(RawMqtt socket, boolean mqtt5) {
        this.socket = socket;
        this.mqtt5 = mqtt5;
    }

    /** CONNACK's code. */
    public int connect(String clientId, String username, String password, Will... wills) {
        int flags = 0x82 | (password.isEmpty() ? 0 : 0x40) | (wills.length > 0 ? 0x04 : 0);
        var body = new ByteArrayOutputStream();
        body.writeBytes(text("MQTT"));
        body.writeBytes(bytes(mqtt5 ? 5 : 4, flags, 0, 60));
        body.writeBytes(noProperties());
        body.writeBytes(text(clientId));
        for (Will will : wills) {
            body.writeBytes(noProperties());
            body.writeBytes(text(will.topic()));
            body.writeBytes(text(will.payload()));
        }
        body.writeBytes(text(username));
        body.writeBytes(password.isEmpty() ? bytes() : text(password));
        socket.send(packet(0x10, body.toByteArray()));
        return socket.read().body()[1] & 0xFF;
    }

    /** SUBACK's code for each. */
    public List<Integer> subscribe(List<String> filters) {
        List<Integer> codes = new ArrayList<>();
        for (int from = 0; from < filters.size(); from += FILTERS_AT_ONCE) {
            var body = new ByteArrayOutputStream();
            body.writeBytes(nextId());
            body.writeBytes(noProperties());
            List<String> some = filters.subList(from, Math.min(filters.size(), from + FILTERS_AT_ONCE));
            for (String filter : some) {
                body.writeBytes(text(filter));
                body.write(1);
            }
            socket.send(packet(0x82, body.toByteArray()));
            byte[] answer = await(SUBACK);
            for (int i = answer.length - some.size(); i < answer.length; i++) {
                codes.add(answer[i] & 0xFF);
            }
        }
        return codes;
    }

    public void unsubscribe(String filter) {
        socket.send(packet(0xA2, nextId(), noProperties(), text(filter)));
        await(UNSUBACK);
    }

    /**
     * Publishes and waits for the answer.
     *
     * @param head QoS, retain and duplicate flags as they stand in the first byte
     * @param properties MQTT 5's; not sent in MQTT 3.1.1
     * @return the reason code; -1 where none is told
     */
    public int publish(int head, String topic, byte[] properties, String payload) {
        int qos = head >> 1 & 3;
        socket.send(packet(
                0x30 | head,
                text(topic),
                qos > 0 ? nextId() : bytes(),
                mqtt5 ? concat(bytes(properties.length), properties) : bytes(),
                payload.getBytes(StandardCharsets.UTF_8)));
        return switch (qos) {
            case 1 -> reason(await(PUBACK));
            case 2 -> release(await(PUBREC));
            default -> NO_REASON;
        };
    }

    private int release(byte[] pubRec) {
        int reason = reason(pubRec);
        if (reason < 0x80) {
            socket.send(packet(0x62, bytes(pubRec[0], pubRec[1])));
            await(PUBCOMP);
        }
        return reason;
    }

    private int reason(byte[] acknowledgement) {
        if (!mqtt5) {
            return NO_REASON;
        }
        return acknowledgement.length > 2 ? acknowledgement[2] & 0xFF : 0;
    }

    /** Answers to what nobody asked, for every packet identifier up to this. */
    public void acknowledge(int upTo) {
        for (int id = 1; id <= upTo; id++) {
            byte[] packetId = bytes(id >> 8, id);
            socket.send(packet(0x40, packetId), packet(0x50, packetId), packet(0x70, packetId));
            socket.send(packet(PUBREL << 4 | 2, packetId));
            await(PUBCOMP);
        }
    }

    /** Waits until everything sent before has been worked on, as far as the guard goes. */
    public Intruder ping() {
        socket.send(RawMqtt.ping());
        await(PINGRESP);
        return this;
    }

    /** Every publish that came so far, topics and payloads. */
    public String heard() {
        return heard.toString();
    }

    public void forget() {
        heard.setLength(0);
    }

    /** Ends so that its will is due. */
    public void reset() {
        socket.reset();
    }

    private byte[] await(int type) {
        while (true) {
            Packet next = socket.read();
            if (next.type() == type) {
                return next.body();
            }
            if (next.type() != PUBLISH) {
                throw new AssertionError("waited for packet type " + type + " but got " + next);
            }
            heard.append(new String(next.body(), StandardCharsets.UTF_8)).append('\n');
        }
    }

    private byte[] nextId() {
        packetId = packetId % 0xFFFF + 1;
        return bytes(packetId >> 8, packetId);
    }

    private byte[] noProperties() {
        return mqtt5 ? bytes(0) : bytes();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}

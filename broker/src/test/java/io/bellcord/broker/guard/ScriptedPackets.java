package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.text;

import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The packets of one client, put together from a fuzzer's choices: well formed but for what is chosen otherwise. */
final class ScriptedPackets {
    static final List<String> TOPICS = List.of(
            "bus/kb/7",
            "bus/kb/8",
            "bus/other/7",
            "bus/kb/7/state",
            "bus/kb/7/refused",
            "bus/kb/+",
            "bus/kb/#",
            "bus/kb/7/#",
            "bus/kb/+/+",
            "bus/other/+",
            "#",
            "+/+/+",
            "bus/+/7",
            "$share/g/bus/kb/+",
            "$share/g",
            "$SYS/#",
            "route/kb/1",
            "bus//7",
            "bus/kb/",
            "",
            "/",
            "a/".repeat(500),
            "bus/kb/" + "b".repeat(64),
            "bus/kb/" + "b".repeat(65),
            "bus/kb/\u00e9",
            "bus/kb/7\u0000");

    private static final List<String> CLIENT_IDS = List.of("a", "", "b", "#", "x".repeat(256), "x".repeat(257));
    private static final List<byte[]> CONNECT_PROPERTIES = List.of(
            bytes(),
            bytes(0x11, 0xFF, 0xFF, 0xFF, 0xFF), // session expiry
            bytes(0x17, 0), // no reason strings
            bytes(0x17, 1),
            bytes(0x19, 1), // response information
            bytes(0x21, 0, 1), // receive maximum
            bytes(0x22, 0, 10), // topic alias maximum
            bytes(0x27, 0, 0, 0, 20), // maximum packet size
            bytes(0x27, 0xFF, 0xFF, 0xFF, 0xFF),
            bytes(0x15, 0, 1, 'm'), // authentication method
            bytes(0x26, 0, 1, 'k', 0, 1, 'v'));

    private final List<String> passwords;
    private boolean mqtt5;

    /** @param passwords what the user names kb and other may be tried with */
    ScriptedPackets(List<String> passwords) {
        this.passwords = passwords;
    }

    byte[] next(int kind, FuzzInput in) {
        return switch (kind) {
            case 0 -> in.some();
            case 1 -> connect(in);
            case 2 -> publish(in);
            case 3 -> subscribe(in);
            case 4 -> packet(0xA2, id(in), noProperties(), text(topic(in)));
            case 5 -> acknowledgement(in);
            default -> other(in);
        };
    }

    private byte[] connect(FuzzInput in) {
        int version = in.pick(List.of(4, 5, 3, 4, 5, 6));
        mqtt5 = version == 5;
        int flags = in.next();
        boolean will = (flags & 0x04) != 0;
        var rest = new ByteArrayOutputStream();
        rest.writeBytes(text(in.pick(CLIENT_IDS)));
        if (will) {
            rest.writeBytes(noProperties());
            rest.writeBytes(text(topic(in)));
            rest.writeBytes(text(payload(in)));
        }
        if ((flags & 0x80) != 0) {
            rest.writeBytes(text(in.pick(List.of("kb", "other", "public", "nobody", ""))));
        }
        if ((flags & 0x40) != 0) {
            rest.writeBytes(text(in.pick(passwords)));
        }
        return packet(
                0x10,
                text(version == 3 ? "MQIsdp" : "MQTT"),
                bytes(version, flags, 0, in.next()),
                mqtt5 ? properties(in.pick(CONNECT_PROPERTIES)) : bytes(),
                rest.toByteArray());
    }

    private byte[] publish(FuzzInput in) {
        int flags = in.below(16);
        boolean withId = (flags & 0x06) != 0;
        return packet(
                0x30 | flags,
                text(topic(in)),
                withId ? id(in) : bytes(),
                mqtt5 ? properties(publishProperties(in)) : bytes(),
                payload(in).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] publishProperties(FuzzInput in) {
        return switch (in.below(6)) {
            case 1 -> bytes(0x23, 0, in.below(20)); // topic alias
            case 2 -> bytes(0x08, 0, 1, 'r'); // response topic
            case 3 -> bytes(0x02, 0, 0, 0, 1); // expiry
            case 4 -> bytes(0x01, 1, 0x23, 0, in.below(20));
            case 5 -> bytes(0x0B, 1); // subscription identifier
            default -> bytes();
        };
    }

    private byte[] subscribe(FuzzInput in) {
        var filters = new ByteArrayOutputStream();
        for (int i = in.below(4); i >= 0; i--) {
            filters.writeBytes(text(topic(in)));
            filters.writeBytes(bytes(mqtt5 ? in.below(64) : in.below(4)));
        }
        byte[] properties = in.flag() ? bytes(0x0B, 1) : bytes();
        return packet(0x82, id(in), mqtt5 ? properties(properties) : bytes(), filters.toByteArray());
    }

    private byte[] acknowledgement(FuzzInput in) {
        int type = 4 + in.below(4);
        byte[] reason = mqtt5 && in.flag() ? bytes(in.next(), 0) : bytes();
        return packet(type << 4 | (type == 6 ? 2 : 0), id(in), reason);
    }

    private byte[] other(FuzzInput in) {
        return switch (in.below(4)) {
            case 0 -> packet(0xC0);
            case 1 -> packet(0xE0, mqtt5 && in.flag() ? bytes(in.next(), 0) : bytes());
            case 2 -> packet(0xF0, bytes(0x18, 0));
            default -> packet(in.next(), in.some());
        };
    }

    private static byte[] id(FuzzInput in) {
        return bytes(0, in.below(5));
    }

    private static String topic(FuzzInput in) {
        int choice = in.next();
        return choice < 0xE0 ? TOPICS.get(choice % TOPICS.size()) : in.someText();
    }

    private static String payload(FuzzInput in) {
        return in.flag() ? Fixes.json(Fleet.NOW.toEpochMilli() + in.next(), 43.7) : in.someText();
    }

    private byte[] noProperties() {
        return mqtt5 ? bytes(0) : bytes();
    }

    private static byte[] properties(byte[] properties) {
        var all = new ByteArrayOutputStream();
        all.write(properties.length);
        all.writeBytes(properties);
        return all.toByteArray();
    }
}

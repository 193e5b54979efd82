package io.bellcord.broker.hostile;

import static io.bellcord.broker.hostile.Case.CONNACK;
import static io.bellcord.broker.hostile.Case.answers;
import static io.bellcord.broker.hostile.Case.closes;
import static io.bellcord.broker.hostile.Case.disconnects;
import static io.bellcord.broker.hostile.Case.first;
import static io.bellcord.broker.hostile.Case.v3;
import static io.bellcord.broker.hostile.Case.v5;
import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.concat;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.text;
import static io.bellcord.broker.testing.RawMqtt.times;

import io.bellcord.broker.testing.RawMqtt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What MQTT does not know. */
final class MalformedCases {
    private static final byte[] ID = bytes(0, 1);
    private static final byte[] TOPIC = text("bus/kb/evil");
    private static final byte[] HALF = bytes(0x32, 100, 0, 9, 'b');
    private static final byte[] CLAIMS_256_MEGABYTES = bytes(0x32, 0xFF, 0xFF, 0xFF, 0x7F);

    private MalformedCases() {}

    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        all.addAll(connects());
        all.addAll(fixedHeaders());
        all.addAll(texts());
        all.addAll(properties());
        all.addAll(bodies());
        return all;
    }

    private static List<Case> connects() {
        return List.of(
                first("HTTP", closes(), "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                first("zeros", closes(), new byte[100]),
                unfinishedConnects(),
                first(
                        "half a CONNECT, then the end",
                        client -> closes().accept(client.endOutput()),
                        bytes(0x10, 60, 0)),
                first(
                        "CONNECT with a text longer than itself, then more",
                        closes(),
                        packet(0x10, text("MQTT"), bytes(4, 2, 0, 60, 0, 9, 'x')),
                        RawMqtt.ping()),
                first("CONNECT of 256 MB", closes(), bytes(0x10, 0xFF, 0xFF, 0xFF, 0x7F), new byte[100_000]),
                first("CONNECT without a body", closes(), bytes(0x10, 0)),
                first(
                        "CONNECT of another protocol",
                        closes(),
                        packet(0x10, text("MQXX"), bytes(4, 2, 0, 60), text("x"))),
                first(
                        "CONNECT of a version that does not exist",
                        answers(CONNACK, 1, 1),
                        packet(0x10, text("MQTT"), bytes(9, 2, 0, 60), text("x"))),
                first(
                        "CONNECT with its reserved flag set",
                        closes(),
                        packet(0x10, text("MQTT"), bytes(4, 3, 0, 60), text("x"))),
                first(
                        "CONNECT without the will that its flags promise",
                        closes(),
                        packet(0x10, text("MQTT"), bytes(4, 6, 0, 60), text("x"))),
                first(
                        "CONNECT with a text longer than itself",
                        closes(),
                        packet(0x10, text("MQTT"), bytes(4, 2, 0, 60, 0xFF, 0xFF, 'x'))),
                first(
                        "CONNECT with enhanced authentication",
                        answers(CONNACK, 1, 0x8C),
                        packet(0x10, text("MQTT"), bytes(5, 2, 0, 60, 5, 0x15, 0, 2, 'X', 'Y'), text("x"))),
                first("AUTH first", closes(), bytes(0xF0, 0)),
                first("a reserved packet type first", closes(), bytes(0x00, 0)),
                first("DISCONNECT first", closes(), bytes(0xE0, 0)),
                first("SUBSCRIBE first", closes(), RawMqtt.subscribe(1, "bus/kb/+")));
    }

    /** The time for a CONNECT ends them. */
    private static Case unfinishedConnects() {
        return Case.allClose(
                "then silence",
                Map.of(
                        "half a CONNECT",
                        attacker -> attacker.send(attacker.open(), bytes(0x10, 60, 0, 4, 'M', 'Q')),
                        "half a remaining length",
                        attacker -> attacker.send(attacker.open(), bytes(0x10, 0x80))));
    }

    private static List<Case> fixedHeaders() {
        List<Case> all = new ArrayList<>();
        int[] heads = {0x00, 0x0F, 0x11, 0x36, 0x80, 0xA0, 0x60, 0x41};
        for (int head : heads) {
            all.add(v3("fixed header %02x".formatted(head), closes(), packet(head, TOPIC, ID)));
            all.add(v5("fixed header %02x".formatted(head), closes(), packet(head, TOPIC, ID, bytes(0))));
        }
        int[] fromServers = {0x20, 0x90, 0xB0, 0xD0};
        for (int head : fromServers) {
            all.add(v3("a server's packet %02x".formatted(head), closes(), packet(head, ID, bytes(0))));
        }
        all.addAll(List.of(
                v3("AUTH", closes(), bytes(0xF0, 0)),
                v5("AUTH", closes(), bytes(0xF0, 0)),
                v5("AUTH with a payload", closes(), packet(0xF0, bytes(0x18, 0), new byte[1_000])),
                v3("a remaining length of five bytes", closes(), bytes(0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01)),
                v5(
                        "a remaining length of 256 MB",
                        disconnects(0x95),
                        CLAIMS_256_MEGABYTES,
                        TOPIC,
                        ID,
                        bytes(0),
                        new byte[100_000]),
                v3("a remaining length of 256 MB", closes(), CLAIMS_256_MEGABYTES, new byte[100_000]),
                v3("a second CONNECT", closes(), RawMqtt.connect("evil", "kb", "x")),
                new Case(
                        "half a packet, then silence",
                        attacker -> disconnects(0x8D).accept(briefly(attacker).send(HALF))),
                new Case("a packet byte by byte without end", MalformedCases::dribbles)));
        return all;
    }

    /** Each byte is a sign of life to TCP, and none to MQTT. */
    private static void dribbles(Attacker attacker) {
        RawMqtt client = briefly(attacker);
        attacker.dribble(client, concat(bytes(0x32, 0xFF, 0x7F), TOPIC, ID, bytes(0)));
        disconnects(0x8D).accept(client);
    }

    /** A client with a keep alive of one second. */
    private static RawMqtt briefly(Attacker attacker) {
        byte[] token = text(attacker.token());
        return attacker.letIn(packet(0x10, text("MQTT"), bytes(5, 0xC2, 0, 1, 0), text("evil"), text("kb"), token));
    }

    /** What is in it is longer than itself: Netty's decoder waits for the rest. */
    private static Case promises(String name, byte[] bytes) {
        return v5(name, disconnects(0x81), bytes);
    }

    private static List<Case> texts() {
        byte[] notUtf8 = bytes(0, 3, 0xC3, 0x28, 0xFF);
        byte[] surrogate = bytes(0, 3, 0xED, 0xA0, 0x80);
        byte[] nul = bytes(0, 3, 'a', 0, 'b');
        List<Case> all = new ArrayList<>();
        for (byte[] text : List.of(notUtf8, surrogate, nul)) {
            String name = HexFormat.of().formatHex(text, 2, text.length);
            byte[] noName = packet(0x10, text("MQTT"), bytes(4, 2, 0, 60), text);
            byte[] noUser = packet(0x10, text("MQTT"), bytes(4, 0x82, 0, 60), text("x"), text);
            all.add(first("client identifier of bytes " + name, closes(), noName));
            all.add(first("user name of bytes " + name, closes(), noUser));
            all.add(v3("topic of bytes " + name, closes(), packet(0x32, text, ID)));
            all.add(v3("filter of bytes " + name, closes(), packet(0x82, ID, text, bytes(0))));
            all.add(v3("filter given up of bytes " + name, closes(), packet(0xA2, ID, text)));
        }
        return all;
    }

    private static List<Case> properties() {
        byte[] twice = bytes(6, 0x23, 0, 1, 0x23, 0, 1);
        byte[] user = concat(bytes(0x26), text("k"), text("v"));
        return List.of(
                v5("a property that does not exist", closes(), packet(0x32, TOPIC, ID, bytes(2, 0x7F, 0))),
                v5("a property twice, of which one counts", answers(Case.PUBACK), packet(0x32, TOPIC, ID, twice)),
                promises("a property longer than the packet", packet(0x32, TOPIC, ID, bytes(3, 0x03, 0, 9))),
                v5(
                        "a property length of five bytes",
                        closes(),
                        packet(0x32, TOPIC, ID, bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x01))),
                v5(
                        "more user properties than a packet holds",
                        closes(),
                        packet(0x32, TOPIC, ID, bytes(0x80, 0x80, 0x08), times(131_072 / user.length, user))),
                v5(
                        "PUBLISH with 1000 user properties",
                        answers(Case.PUBACK),
                        packet(0x32, TOPIC, ID, bytes(0xD8, 0x36), times(1_000, user))),
                v5("DISCONNECT with a property that does not exist", closes(), packet(0xE0, bytes(0, 2, 0x7F, 0))),
                first(
                        "CONNECT with a property that does not exist",
                        closes(),
                        packet(0x10, text("MQTT"), bytes(5, 2, 0, 60, 2, 0x7F, 0), text("x"))),
                first(
                        "CONNECT with a property twice",
                        closes(),
                        packet(0x10, text("MQTT"), bytes(5, 2, 0, 60, 6, 0x21, 0, 9, 0x21, 0, 9), text("x"))));
    }

    private static List<Case> bodies() {
        byte[] none = bytes(0, 0);
        return List.of(
                v3("PUBLISH with packet identifier 0", closes(), packet(0x32, TOPIC, none)),
                v3("SUBSCRIBE with packet identifier 0", closes(), packet(0x82, none, TOPIC, bytes(0))),
                v3("UNSUBSCRIBE with packet identifier 0", closes(), packet(0xA2, none, TOPIC)),
                v3("PUBREL with packet identifier 0", closes(), packet(0x62, none)),
                promises("PUBLISH without a body", bytes(0x32, 0)),
                promises("PUBLISH whose topic is longer than itself", packet(0x32, bytes(0xFF, 0xFF, 'x'))),
                v3("SUBSCRIBE without a filter", closes(), packet(0x82, ID)),
                v3("SUBSCRIBE with an empty filter", answers(Case.SUBACK, 2, 0x80), RawMqtt.subscribe(1, "")),
                v3("SUBSCRIBE at QoS 3", closes(), packet(0x82, ID, TOPIC, bytes(3))),
                v3(
                        "SUBSCRIBE to 1000 filters at once",
                        answers(Case.SUBACK),
                        packet(0x82, ID, times(1_000, concat(text("x/y"), bytes(0))))),
                v3("UNSUBSCRIBE without a filter", closes(), packet(0xA2, ID)),
                promises("PUBREL without a packet identifier", bytes(0x62, 0)),
                v3("PINGREQ with a body", closes(), packet(0xC0, new byte[100])),
                v3("DISCONNECT with a body", closes(), packet(0xE0, new byte[100])));
    }
}

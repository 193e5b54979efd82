package io.bellcord.broker.hostile;

import static io.bellcord.broker.hostile.Case.closes;
import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.concat;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.times;
import static io.bellcord.broker.testing.WebSocketWire.BINARY;
import static io.bellcord.broker.testing.WebSocketWire.CLOSE;
import static io.bellcord.broker.testing.WebSocketWire.CONTINUATION;
import static io.bellcord.broker.testing.WebSocketWire.FIN;
import static io.bellcord.broker.testing.WebSocketWire.PING;
import static io.bellcord.broker.testing.WebSocketWire.RSV1;
import static io.bellcord.broker.testing.WebSocketWire.TEXT;
import static io.bellcord.broker.testing.WebSocketWire.frame;
import static io.bellcord.broker.testing.WebSocketWire.subprotocol;
import static io.bellcord.broker.testing.WebSocketWire.upgrade;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.RawMqtt;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What can be wrong before MQTT begins, where it comes over WebSocket. */
final class WebSocketCases {
    private static final byte[] UPGRADE = upgrade("/mqtt", subprotocol("mqtt"));
    private static final int FIFTY = 50;
    private static final byte[] POST =
            "POST /wrong HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n".getBytes(US_ASCII);

    private WebSocketCases() {}

    /** Those after which the broker still has somebody's connection. */
    static List<Case> standing() {
        return List.of(
                new Case("a flood of ping frames, the answers unread", WebSocketCases::pingFlood),
                new Case("a CONNECT in frames of one byte", WebSocketCases::oneByteFrames),
                new Case("a CONNECT in one frame of many fragments", WebSocketCases::fragments),
                new Case("many sockets that end without a close frame", WebSocketCases::endsWithoutClose));
    }

    /** Those that the broker ends. */
    static List<Case> ended() {
        return List.of(
                new Case("POST to a wrong path", WebSocketCases::posts),
                sends(
                        "POST to the right path",
                        concat("POST /mqtt HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello".getBytes(US_ASCII))),
                sends("GET of a wrong path", "GET /wrong HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII)),
                sends(
                        "GET of the right path without an upgrade",
                        "GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII)),
                sends(
                        "requests without end",
                        times(1_000, "GET /wrong HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII))),
                sends("a body without end", chunkedBody()),
                sends(
                        "headers without end",
                        concat(
                                "GET /mqtt HTTP/1.1\r\n".getBytes(US_ASCII),
                                times(10_000, "A: b\r\n".getBytes(US_ASCII)))),
                sends("no HTTP", bytes(0x10, 0, 0xFF, 0xFF, '\r', '\n', '\r', '\n')),
                sends(
                        "an upgrade without a key",
                        "GET /mqtt HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                                .getBytes(US_ASCII)),
                sends(
                        "MQTT behind an upgrade to a wrong path",
                        concat(upgrade("/wrong", subprotocol("mqtt")), frame(FIN | BINARY, ping()))),
                sends("a text frame", concat(UPGRADE, frame(FIN | TEXT, "hello".getBytes(US_ASCII)))),
                sends("a text frame that is no UTF-8", concat(UPGRADE, frame(FIN | TEXT, bytes(0xC3, 0x28)))),
                sends("a continuation of nothing", concat(UPGRADE, frame(FIN | CONTINUATION, ping()))),
                sends("a frame of a kind that does not exist", concat(UPGRADE, frame(FIN | 3, ping()))),
                sends("a frame without a mask", concat(UPGRADE, bytes(FIN | BINARY, 2), ping())),
                sends("a frame of 100 KB", concat(UPGRADE, frame(FIN | BINARY, new byte[100_000]))),
                sends(
                        "a frame that claims 8 EB",
                        concat(
                                UPGRADE,
                                bytes(FIN | BINARY, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
                                new byte[1_000])),
                sends("a ping frame of more than 125 bytes", concat(UPGRADE, frame(FIN | PING, new byte[126]))),
                sends("a ping frame in pieces", concat(UPGRADE, frame(PING, new byte[1]))),
                sends(
                        "a compressed frame that nobody agreed on",
                        concat(UPGRADE, frame(FIN | RSV1 | BINARY, new byte[100]))),
                sends("a close frame", concat(UPGRADE, frame(FIN | CLOSE, bytes(0x03, 0xE8)))),
                sends("a close frame with half a code", concat(UPGRADE, frame(FIN | CLOSE, bytes(0x03)))),
                new Case("compression, which must not be agreed on", WebSocketCases::compression),
                unfinished());
    }

    /** On a plain socket to the WebSocket port; it is closed, after whatever answer. Fifty times, since little leaks once. */
    private static Case sends(String name, byte[] bytes) {
        return new Case(name, attacker -> fifty(attacker, bytes).forEach(closes()));
    }

    private static List<RawMqtt> fifty(Attacker attacker, byte[] bytes) {
        return IntStream.range(0, FIFTY)
                .mapToObj(_ -> attacker.http())
                .peek(client -> attacker.flood(client, bytes))
                .toList();
    }

    /** The time for a CONNECT ends them, all at once. */
    private static Case unfinished() {
        Map<String, byte[]> begun = Map.of(
                "a body that is promised",
                POST,
                "half a request",
                "GET /mqtt HT".getBytes(US_ASCII),
                "an upgrade",
                UPGRADE,
                "an upgrade without the subprotocol",
                upgrade("/mqtt"),
                "an upgrade to another subprotocol",
                upgrade("/mqtt", subprotocol("chat")));
        return new Case("then silence: " + String.join("; ", begun.keySet()), attacker -> {
            Map<String, List<RawMqtt>> clients = new HashMap<>();
            begun.forEach((what, bytes) -> clients.put(what, fifty(attacker, bytes)));
            clients.forEach((what, each) -> assertThat(each).as(what).allMatch(RawMqtt::isClosedByPeer));
        });
    }

    private static void posts(Attacker attacker) {
        List<RawMqtt> clients = IntStream.range(0, FIFTY)
                .mapToObj(_ -> attacker.send(attacker.http(), POST, new byte[60_000]))
                .toList();
        clients.forEach(client -> {
            assertThat(client.readText(12)).isEqualTo("HTTP/1.1 404");
            closes().accept(client);
        });
    }

    private static byte[] chunkedBody() {
        byte[] head = "POST /wrong HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII);
        byte[] chunk = concat("1000\r\n".getBytes(US_ASCII), new byte[0x1000], "\r\n".getBytes(US_ASCII));
        return concat(head, times(100, chunk));
    }

    private static void compression(Attacker attacker) {
        RawMqtt client = attacker.http();
        client.send(upgrade(
                "/mqtt",
                subprotocol("mqtt"),
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, deflate-frame"));
        assertThat(client.readHttpHead().toLowerCase(java.util.Locale.ROOT))
                .contains("101")
                .doesNotContain("extensions");
        closes().accept(attacker.send(client, frame(FIN | RSV1 | BINARY, new byte[60_000])));
    }

    private static void pingFlood(Attacker attacker) {
        attacker.flood(attacker.http(), concat(UPGRADE, times(100_000, frame(FIN | PING, new byte[125]))));
    }

    private static void oneByteFrames(Attacker attacker) {
        RawMqtt client = attacker.http();
        client.send(UPGRADE);
        client.readHttpHead();
        for (byte one : connect("evil", "kb", attacker.token())) {
            client.send(frame(FIN | BINARY, new byte[] {one}));
        }
        assertThat(client.readFrame()).startsWith(0x20, 2, 0, 0);
    }

    private static void fragments(Attacker attacker) {
        RawMqtt client = attacker.http();
        client.send(UPGRADE);
        client.readHttpHead();
        byte[] connect = connect("evil", "kb", attacker.token());
        for (int at = 0; at < connect.length; at += 10) {
            byte[] piece = Arrays.copyOfRange(connect, at, Math.min(connect.length, at + 10));
            int opcode = at == 0 ? BINARY : CONTINUATION;
            client.send(frame(at + 10 >= connect.length ? FIN | opcode : opcode, piece));
        }
        assertThat(client.readFrame()).startsWith(0x20, 2, 0, 0);
    }

    private static void endsWithoutClose(Attacker attacker) {
        for (int i = 0; i < FIFTY; i++) {
            RawMqtt client = attacker.tracker();
            if (i % 2 == 0) {
                client.reset();
            } else {
                closes().accept(client.endOutput());
            }
        }
    }
}

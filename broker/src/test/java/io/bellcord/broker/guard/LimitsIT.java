package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.connect5;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.publish;
import static io.bellcord.broker.testing.RawMqtt.subscribe;
import static io.bellcord.broker.testing.RawMqtt.text;
import static io.bellcord.broker.testing.RawMqtt.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.RawMqtt.Packet;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each limit of docs/OPERATIONS.md against the running broker: what a client sees, and what is counted. */
class LimitsIT {
    private static final String UPGRADE = """
            GET /mqtt HTTP/1.1\r
            Host: x\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Protocol: mqtt\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;
    private static final int CONNACK = 2;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;
    private static final int UNSUBACK = 11;
    private static final int PINGRESP = 13;
    private static final int DISCONNECT = 14;

    private final List<RawMqtt> clients = new ArrayList<>();
    // Started by each test with its own settings.
    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    private void start(String... settings) {
        Map<String, String> more = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            more.put("bellcord." + settings[i], settings[i + 1]);
        }
        broker = TestBroker.start(more);
    }

    @AfterEach
    void stop() {
        clients.forEach(RawMqtt::close);
        assertThat(broker.metrics().lines().filter(line -> line.matches("# HELP (?!bellcord_feed_)\\S+\\s*")))
                .isEmpty();
        broker.close();
    }

    @Test
    void closesAConnectionTooManyAtOnceAndTakesTheNextWhenThereIsRoom() {
        start("limits.connections", "2");
        RawMqtt first = letIn("a", "kb");
        letIn("b", "kb");

        assertThat(client().isClosedByPeer()).isTrue();
        assertCounted("accepts_refused", "total", 1);

        first.close();
        await().ignoreExceptions().until(() -> letIn("c", "kb") != null);
    }

    @Test
    void closesAConnectionTooManyOfOneAddressUnlessItIsTrusted() {
        start("limits.connections-per-address", "2", "limits.trusted-networks", "none");
        letIn("a", "kb");
        RawMqtt second = letIn("b", "kb");

        assertThat(client().isClosedByPeer()).isTrue();
        assertCounted("accepts_refused", "per_address", 1);

        second.close();
        await().ignoreExceptions().until(() -> letIn("c", "kb") != null);
        broker.close();
        start("limits.connections-per-address", "2");
        IntStream.range(0, 5).forEach(i -> letIn("t" + i, "kb"));
    }

    @Test
    void closesConnectionsThatComeTooFast() {
        start("limits.connect-rate", "1", "limits.connect-burst", "3", "limits.trusted-networks", "none");

        await().until(() -> {
            client();
            return counted("accepts_refused", "rate") > 0;
        });
        assertThat(clients.size()).isGreaterThan(3);
    }

    @Test
    void refusesTheConnectOfAProviderThatIsFullAndOfNoOther() {
        start("limits.connections-per-provider", "1");
        RawMqtt first = letIn("a", "kb");

        assertThat(refusal(connect5("b", "kb", rider("kb")))).isEqualTo(0x97);
        assertThat(refusal(connect("b", "kb", rider("kb")))).isEqualTo(3);
        letIn("c", "other");
        assertCounted("connects_refused", "per_provider", 2);

        first.close();
        await().until(() ->
                client().send(connect("d", "kb", rider("kb"))).read().body()[1] == 0);
    }

    @Test
    void keepsPlacesForTokensWhereAnybodyMayRead() {
        start("limits.connections-per-provider", "4", "limits.public-riders-percent", "50");
        for (String withoutToken : List.of("a", "b")) {
            assertThat(client().send(connect(withoutToken, "public", "")).read().body()[1])
                    .isZero();
        }

        assertThat(refusal(connect("c", "public", ""))).isEqualTo(3);
        letIn("d", "public");
        letIn("e", "public");
        assertThat(refusal(connect("f", "public", rider("public")))).isEqualTo(3);
        assertCounted("connects_refused", "per_provider_public", 1);
        assertCounted("connects_refused", "per_provider", 1);
    }

    @Test
    void countsAndEndsWhoKeepsItsProxyHeaderToItself() {
        start("mqtt.proxy-protocol", "true", "mqtt.connect-timeout", "1s", "limits.connections", "2");
        RawMqtt silent = client();
        RawMqtt slow = client().send("PROXY TCP4".getBytes(StandardCharsets.US_ASCII));

        assertThat(client().isClosedByPeer()).isTrue();

        assertCounted("accepts_refused", "total", 1);
        assertThat(silent.isClosedByPeer()).isTrue();
        assertThat(slow.isClosedByPeer()).isTrue();
        assertCounted("dropped", "connect_timeout", 2);
    }

    @Test
    void closesAWebSocketThatIsNeverUpgraded() {
        start("mqtt.connect-timeout", "1s");
        for (String begun : List.of("", "GET /mqtt HTTP/1.1\r\nHost: x\r\nUpgra")) {
            RawMqtt slow = new RawMqtt(broker.broker().webSocket());
            clients.add(slow);
            slow.send(begun.getBytes(StandardCharsets.US_ASCII));

            assertThat(slow.isClosedByPeer()).isTrue();
        }
        assertCounted("dropped", "connect_timeout", 2);
    }

    @Test
    void refusesTopicsThatAreTooLongOrTooDeep() {
        start("limits.topic-length", "64", "limits.topic-levels", "5");
        for (String topic : List.of("x".repeat(65), "a/b/c/d/e/f")) {
            RawMqtt client = client();
            client.send(connect5("t", "kb", broker.token("kb", Role.DRIVER)));
            assertThat(client.read().body()[1]).isZero();
            client.send(
                    publish5(1, topic, "{}"),
                    packet(0x82, bytes(0, 2, 0), text(topic), bytes(0)),
                    packet(0xA2, bytes(0, 3, 0), text(topic)));

            Packet pubAck = client.read();
            assertThat(pubAck.type()).isEqualTo(PUBACK);
            assertThat(pubAck.body()[2]).isEqualTo((byte) 0x90);
            Packet subAck = client.read();
            assertThat(subAck.type()).isEqualTo(SUBACK);
            assertThat(subAck.body()[3]).isEqualTo((byte) 0x8F);
            Packet unsubAck = client.read();
            assertThat(unsubAck.type()).isEqualTo(UNSUBACK);
            assertThat(unsubAck.body()[3]).isEqualTo((byte) 0x8F);
            assertThat(refusal(connectWithWill(topic))).isEqualTo(5);
        }
        assertCounted("dropped", "topic", 2);
        assertCounted("subscriptions_refused", "topic", 4);
        assertCounted("connects_refused", "topic", 2);
    }

    @Test
    void answersTopicsThatAreTooLongOnMqtt3AsEver() {
        start("limits.topic-length", "64");
        RawMqtt client = letIn("t", "kb");
        client.send(publish(1, "x".repeat(65), "{}"), subscribe(2, "x".repeat(65)), unsubscribe(3, "x".repeat(65)));

        assertThat(client.read().type()).isEqualTo(PUBACK);
        assertThat(client.read().body()[2]).isEqualTo((byte) 0x80);
        assertThat(client.read().type()).isEqualTo(UNSUBACK);
    }

    @Test
    void grantsOnlySoManyFiltersOfOnePacket() {
        start("limits.filters-per-packet", "2");
        RawMqtt client = client();
        client.send(connect5("many", "kb", rider("kb")));
        client.read();

        client.send(packet(
                0x82,
                bytes(0, 1, 0),
                text("bus/kb/1"),
                bytes(0),
                text("bus/kb/2"),
                bytes(0),
                text("bus/kb/3"),
                bytes(0)));

        assertThat(client.read().body()).endsWith(bytes(0, 0, 0x97));
        assertCounted("subscriptions_refused", "too_many_filters_in_packet", 1);
    }

    @Test
    void dropsWhatATrackerPublishesTooOftenTellsItAndEndsItWhenItGoesOn() {
        start("limits.publish-rate", "1", "limits.publish-burst", "3");
        TestClient driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.OPERATOR);
        assertThat(driver.subscribe("bus/kb/fast/refused")).isZero();
        RawMqtt tracker = client();
        tracker.send(connect5("fast", "kb", broker.trackerToken("kb", "fast")));
        tracker.read();
        long ts = Fixes.now() - 1000;

        for (int i = 0; i < 1000; i++) {
            tracker.send(publish5(i + 1, "bus/kb/fast", Fixes.json(ts + i, 43.7)));
            if (counted("disconnects", "too_often") > 0) {
                break;
            }
        }

        List<Integer> codes = new ArrayList<>();
        Packet last = tracker.read();
        for (; last.type() == PUBACK; last = tracker.read()) {
            codes.add(last.body().length > 2 ? Byte.toUnsignedInt(last.body()[2]) : 0);
        }
        assertThat(codes.stream().filter(code -> code == 0).count()).isGreaterThanOrEqualTo(3);
        assertThat(codes.stream().filter(code -> code == 0x97).count()).isGreaterThanOrEqualTo(3);
        assertThat(last.type()).isEqualTo(DISCONNECT);
        assertThat(last.body()[0]).isEqualTo((byte) 0x96);
        assertThat(tracker.isClosedByPeer()).isTrue();
        assertThat(driver.next().payload()).contains("\"reason\":\"too_often\"");
        assertCounted("disconnects", "too_often", 1);
        driver.close();
    }

    @Test
    void acknowledgesWhatAnMqtt3TrackerPublishesTooOftenAndClosesItWhenItGoesOn() {
        start("limits.publish-rate", "1", "limits.publish-burst", "3");
        RawMqtt tracker = client();
        tracker.send(connect("fast", "kb", broker.trackerToken("kb", "fast")));
        tracker.read();
        long ts = Fixes.now() - 1000;

        byte[][] many = IntStream.range(0, 60)
                .mapToObj(i -> publish(i + 1, "bus/kb/fast", Fixes.json(ts + i, 43.7)))
                .toArray(byte[][]::new);
        tracker.send(many);

        assertThat(tracker.read().type()).isEqualTo(PUBACK);
        assertThat(tracker.isClosedByPeer()).isTrue();
        assertCounted("disconnects", "too_often", 1);
    }

    @Test
    void givesTwoConnectionsOfOneTrackerOneAllowance() {
        start("limits.publish-rate", "1", "limits.publish-burst", "50");
        RawMqtt first = client().send(connect("one", "kb", broker.trackerToken("kb", "twice")));
        RawMqtt second = client().send(connect("two", "kb", broker.trackerToken("kb", "twice")));
        first.read();
        second.read();
        long ts = Fixes.now() - 1000;

        publishAndRead(first, 50, ts);
        publishAndRead(second, 50, ts + 50);

        assertThat(counted("dropped", "too_often")).isPositive();
    }

    /** By WebSocket, because one frame is taken as a whole; of a TCP socket no more is read while a CONNECT is verified. */
    @Test
    void doesNotKeepMoreThanSoManyBytesBeforeConnAck() throws IOException {
        start("limits.held-bytes", "16KiB", "mqtt.max-packet", "16KiB");
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        packets.writeBytes(connect("eager", "kb", rider("kb")));
        packets.writeBytes(publish(1, "bus/kb/1", "x".repeat(9_000)));
        packets.writeBytes(publish(2, "bus/kb/1", "x".repeat(9_000)));

        try (Socket browser = new Socket()) {
            browser.connect(broker.broker().webSocket());
            browser.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            awaitEndOfHeaders(browser.getInputStream());
            int length = packets.size();
            browser.getOutputStream().write(bytes(0x82, 0xFE, length >> 8, length, 0, 0, 0, 0)); // mask of zeros
            browser.getOutputStream().write(packets.toByteArray());

            assertCounted("dropped", "too_much_before_connack", 1);
        }
    }

    private static void awaitEndOfHeaders(InputStream in) throws IOException {
        StringBuilder headers = new StringBuilder();
        while (headers.indexOf("\r\n\r\n") < 0) {
            headers.append((char) in.read());
        }
    }

    @Test
    void refusesWhatMqtt5CallsAProtocolErrorInConnect() {
        start();
        for (byte[] property : List.of(bytes(3, 0x21, 0, 0), bytes(5, 0x27, 0, 0, 0, 0))) {
            byte[] connect = packet(
                    0x10, text("MQTT"), bytes(5, 0xC2, 0, 60), property, text("x"), text("kb"), text(rider("kb")));
            assertThat(refusal(connect)).isEqualTo(0x82);
        }
        assertCounted("connects_refused", "protocol_error", 2);
    }

    @Test
    void boundsTheKeepAliveAndTellsMqtt5Clients() {
        start("limits.keep-alive", "1s");
        RawMqtt endless = client().send(connectKeeping(5, 0));
        assertThat(endless.read().body()).contains(bytes(0x13, 0, 1)); // Server Keep Alive
        RawMqtt silent = client().send(connectKeeping(4, 0));
        assertThat(silent.read().body()[1]).isZero();
        RawMqtt short5 = client().send(connectKeeping(5, 1));
        assertThat(new String(short5.read().body(), StandardCharsets.ISO_8859_1))
                .doesNotContain("\u0013\0\1");

        assertThat(endless.isClosedByPeer()).isTrue();
        assertThat(silent.isClosedByPeer()).isTrue();
    }

    @Test
    void slowsFailedLoginsDownAndNobodyElseBehindTheSameAddress() {
        start(
                "limits.trusted-networks", "none",
                "limits.failed-logins", "2",
                "limits.failed-logins-block", "100",
                "limits.failed-logins-delay", "60s");
        List<RawMqtt> wrong = IntStream.range(0, 10)
                .mapToObj(i -> client().send(connect("w" + i, "kb", "wrong " + i)))
                .toList();
        await().until(() -> counted("connects_refused", "token_invalid") == 10);

        letIn("right", "kb"); // at once, and not by the same path
        assertCounted("connects_delayed", "token_invalid", 8);
        long unanswered = wrong.stream().filter(client -> !client.hasMore()).count();
        assertThat(unanswered).isPositive();
    }

    @Test
    void doesNotLookAtATokenAgainThatFailedTooOften() {
        start(
                "limits.trusted-networks", "none",
                "limits.failed-logins-block", "3",
                "limits.failed-logins-forget", "1h",
                "limits.failed-logins-delay", "0");
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(connect5("x", "kb", "wrong"))).isEqualTo(0x86);
        }

        assertThat(refusal(connect5("x", "kb", "wrong"))).isEqualTo(0x9F);
        assertThat(refusal(connect("x", "kb", "wrong"))).isEqualTo(3);
        assertThat(refusal(connect5("x", "kb", "another"))).isEqualTo(0x86);
        letIn("right", "kb");
        assertCounted("connects_refused", "blocked", 2);
    }

    private RawMqtt client() {
        RawMqtt client = broker.raw();
        clients.add(client);
        return client;
    }

    private RawMqtt letIn(String clientId, String provider) {
        RawMqtt client = client().send(connect(clientId, provider, rider(provider)));
        assertThat(client.read().body()[1]).isZero();
        assertThat(client.send(ping()).read().type()).isEqualTo(PINGRESP);
        return client;
    }

    /** CONNACK's code of a client that must not be let in. */
    private int refusal(byte[] connect) {
        RawMqtt client = client().send(connect);
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(CONNACK);
        assertThat(client.isClosedByPeer()).isTrue();
        return Byte.toUnsignedInt(answer.body()[1]);
    }

    private void publishAndRead(RawMqtt client, int count, long ts) {
        for (int i = 0; i < count; i++) {
            client.send(publish(i + 1, "bus/kb/twice", Fixes.json(ts + i, 43.7)));
            assertThat(client.read().type()).isEqualTo(PUBACK);
        }
    }

    private byte[] connectWithWill(String topic) {
        return packet(
                0x10,
                text("MQTT"),
                bytes(4, 0xC6, 0, 60),
                text("w"),
                text(topic),
                text("{}"),
                text("kb"),
                text(broker.token("kb", Role.DRIVER)));
    }

    private byte[] connectKeeping(int version, int keepAlive) {
        return packet(
                0x10,
                text("MQTT"),
                bytes(version, 0xC2, 0, keepAlive),
                version == 5 ? bytes(0) : bytes(),
                text("k" + version + keepAlive),
                text("kb"),
                text(rider("kb")));
    }

    private static byte[] publish5(int packetId, String topic, String payload) {
        return packet(0x32, text(topic), bytes(packetId >> 8, packetId, 0), payload.getBytes(StandardCharsets.UTF_8));
    }

    private String rider(String provider) {
        return broker.token(provider, Role.RIDER);
    }

    private void assertCounted(String counter, String reason, int count) {
        await().untilAsserted(() -> assertThat(counted(counter, reason)).isEqualTo(count));
    }

    private double counted(String counter, String reason) {
        return broker.counted("bellcord_guard_" + counter + "_total{reason=\"" + reason + "\"}");
    }
}

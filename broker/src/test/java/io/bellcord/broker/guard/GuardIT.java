package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.connect5;
import static io.bellcord.broker.testing.RawMqtt.disconnect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.pubAck;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no client library sends, by the byte; after each, every session loop must still serve. */
class GuardIT {
    private static final int CONNACK = 2;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;
    private static final int PUBCOMP = 7;
    private static final int SUBACK = 9;
    private static final int UNSUBACK = 11;
    private static final int PINGRESP = 13;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Twice as many trackers as there are session loops: a dead loop would leave some of them without an answer. */
    @AfterEach
    void everySessionLoopStillServes() {
        int loops = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < 2 * loops; i++) {
            long ts = Fixes.now();
            try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_3_TCP, "kb", "well-" + i)) {
                tracker.publish("bus/kb/well-" + i, Fixes.json(ts, 43.7));
            }
            broker.awaitStored("kb", "well-" + i, ts);
        }
        await().untilAsserted(() -> assertThat(broker.metrics()).contains("bellcord_connections 0.0"));
        await().untilAsserted(() -> assertThat(broker.moquetteSessions()).isZero());
    }

    @Test
    void servesWhatIsPipelinedWithConnect() {
        try (RawMqtt rider = broker.raw()) {
            rider.send(
                    connect("eager", "kb", rider()),
                    subscribe(1, "bus/kb/none"),
                    ping(),
                    unsubscribe(2, "bus/kb/none"));

            assertThat(types(rider, 4)).containsExactly(CONNACK, SUBACK, PINGRESP, UNSUBACK);
        }
    }

    @Test
    void closesWhereTheFirstPacketIsNotConnect() {
        for (byte[] first : List.of(ping(), publish(1, "bus/kb/1", "{}"), subscribe(1, "bus/kb/+"), disconnect())) {
            try (RawMqtt client = broker.raw()) {
                assertThat(client.send(first).isClosedByPeer()).isTrue();
            }
        }
    }

    @Test
    void closesWhereNothingCome() {
        try (RawMqtt silent = broker.raw()) {
            assertThat(silent.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void closesWhatIsNoMqtt() {
        try (RawMqtt client = broker.raw()) {
            assertThat(client.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                            .isClosedByPeer())
                    .isTrue();
        }
    }

    @Test
    void closesOnASecondConnect() {
        try (RawMqtt client = broker.raw()) {
            client.send(connect("again", "kb", rider()));
            assertThat(client.read().type()).isEqualTo(CONNACK);

            assertThat(client.send(connect("again", "kb", rider())).isClosedByPeer())
                    .isTrue();
        }
    }

    @Test
    void letsNothingPassAfterDisconnect() {
        try (RawMqtt client = broker.raw()) {
            client.send(connect("gone", "kb", tracker("gone")));
            client.read();

            client.send(disconnect(), pubAck(1), publish(1, "bus/kb/gone", Fixes.json(Fixes.now(), 1)), ping());

            assertThat(client.isClosedByPeer()).isTrue();
        }
        assertThat(broker.redis().get("bus:{kb}:gone:lastlocation")).isNull();
    }

    @Test
    void survivesSharedSubscriptionsOfEveryShape() {
        for (String filter : List.of("$share/grp", "$share/g/a#b", "$share/none/F", "$share/g/bus/kb/+", "$share//x")) {
            try (RawMqtt client = broker.raw()) {
                client.send(connect("share", "kb", rider()), subscribe(1, filter), unsubscribe(2, filter));

                assertThat(client.read().type()).isEqualTo(CONNACK);
                Packet subAck = client.read();
                assertThat(subAck.type()).isEqualTo(SUBACK);
                assertThat(subAck.body()[2]).isEqualTo((byte) 0x80);
                assertThat(client.read().type()).isEqualTo(UNSUBACK);
            }
        }
    }

    @Test
    void survivesConnectThenReset() {
        for (int i = 0; i < 200; i++) {
            broker.raw().send(connect("flaky", "kb", tracker("flaky"))).reset();
        }
    }

    @Test
    void survivesTakeoverAfterTakeoverWhileAcknowledgementsArrive() {
        List<RawMqtt> phones = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RawMqtt phone = broker.raw();
            phones.add(phone);
            phone.send(
                    connect("phone", "kb", tracker("phone")),
                    publish(1, "bus/kb/phone", Fixes.json(Fixes.now(), 43.7)),
                    pubAck(1),
                    pubAck(2));
            if (i % 3 == 0) {
                phone.reset();
            }
        }
        phones.forEach(RawMqtt::close);
    }

    @Test
    void survivesATopicThousandsOfLevelsDeep() {
        try (RawMqtt client = broker.raw()) {
            String deep = "a/".repeat(4_000);
            client.send(connect("deep", "kb", tracker("deep")), publish(1, deep, "x"), subscribe(2, deep));

            assertThat(types(client, 3)).containsExactly(CONNACK, PUBACK, SUBACK);
        }
    }

    @Test
    void refusesAWillThatMayNotBePublishedAndOneOfNoQuality() {
        try (RawMqtt client = broker.raw()) {
            client.send(packet(
                    0x10,
                    text("MQTT"),
                    bytes(4, 0xC6, 0, 60),
                    text("w"),
                    text("bus/other/1"),
                    text("{}"),
                    text("kb"),
                    text(tracker("w"))));
            assertThat(client.read().body()[1]).isEqualTo((byte) 5);
        }
        try (RawMqtt client = broker.raw()) {
            byte[] willQos3 = packet(
                    0x10,
                    text("MQTT"),
                    bytes(4, 0xDE, 0, 60),
                    text("w"),
                    text("bus/kb/w"),
                    text("{}"),
                    text("kb"),
                    text(tracker("w")));
            assertThat(client.send(willQos3).isClosedByPeer()).isTrue();
        }
    }

    @Test
    void answersAnyUseOfATopicAliasByTheSpecification() {
        try (RawMqtt client = broker.raw()) {
            client.send(connect5("alias", "kb", tracker("alias")));
            assertThat(client.read().body()[1]).isZero();
            long ts = Fixes.now();
            for (int i = 0; i < 5; i++) {
                client.send(publishWithAlias(i == 0 ? "bus/kb/alias" : "", i + 1, 1, Fixes.json(ts + i, 43.7)));
                assertThat(client.read().type()).isEqualTo(PUBACK);
            }
            broker.awaitStored("kb", "alias", ts + 4);

            client.send(publishWithAlias("", 9, 7, "{}"));

            assertThat(client.read().type()).isEqualTo(14); // DISCONNECT
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void acknowledgesAtQos2OnceAndReleasesOnlyWhatWaits() {
        try (RawMqtt client = broker.raw()) {
            byte[] id = bytes(0, 7);
            byte[] publish = packet(0x34, text("bus/kb/two"), id, Fixes.bytes(Fixes.now(), 43.7));
            client.send(connect("two", "kb", tracker("two")), publish, publish, packet(0x62, id), packet(0x62, id));

            // Moquette answers the first of each, the guard the second: no order between them.
            assertThat(types(client, 5)).containsExactlyInAnyOrder(CONNACK, PUBREC, PUBREC, PUBCOMP, PUBCOMP);
        }
    }

    @Test
    void takesClientIdentifiersOfAnyText() {
        for (String id : List.of("#", "+", "bus/kb/1", "x_meta", "a b", "ä", "$SYS", "polygenelubricants")) {
            try (RawMqtt client = broker.raw()) {
                client.send(connect(id, "kb", tracker("any")), publish(1, "bus/kb/any", Fixes.json(Fixes.now(), 1)));

                assertThat(types(client, 2)).containsExactly(CONNACK, PUBACK);
            }
        }
    }

    @Test
    void refusesAClientWithoutIdentifierThatWantsToBeRemembered() {
        try (RawMqtt client = broker.raw()) {
            client.send(packet(0x10, text("MQTT"), bytes(4, 0xC0, 0, 60), text(""), text("kb"), text(rider())));

            assertThat(client.read().body()[1]).isEqualTo((byte) 2);
        }
    }

    @Test
    void tellsAnMqtt5ClientWhatIsServed() {
        try (RawMqtt client = broker.raw()) {
            client.send(packet(0x10, text("MQTT"), bytes(5, 0xC2, 0, 60, 0), text(""), text("kb"), text(rider())));

            byte[] connAck = client.read().body();

            assertThat(connAck[1]).isZero();
            assertThat(connAck).contains(bytes(0x11, 0, 0, 0, 0)); // Session Expiry Interval
            assertThat(connAck).contains(bytes(0x12, 0, 36)); // Assigned Client Identifier
            assertThat(connAck).contains(bytes(0x29, 0)); // no subscription identifiers
            assertThat(connAck).contains(bytes(0x2A, 0)); // no shared subscriptions
        }
    }

    @Test
    void refusesAProtocolThatDoesNotExist() {
        try (RawMqtt client = broker.raw()) {
            client.send(packet(0x10, text("MQTT"), bytes(9, 2, 0, 60), text("x")));

            assertThat(client.read().body()[1]).isEqualTo((byte) 1);
        }
    }

    @Test
    void retainedPublishesLeaveNothingBehind() {
        try (RawMqtt client = broker.raw()) {
            long ts = Fixes.now();
            byte[] retained = packet(0x33, text("bus/kb/kept"), bytes(0, 1), Fixes.bytes(ts, 43.7));
            client.send(connect("kept", "kb", tracker("kept")), retained);
            assertThat(types(client, 2)).containsExactly(CONNACK, PUBACK);
            broker.awaitStored("kb", "kept", ts);
        }
    }

    private static List<Integer> types(RawMqtt client, int packets) {
        return IntStream.range(0, packets).mapToObj(_ -> client.read().type()).toList();
    }

    private static byte[] publishWithAlias(String topic, int packetId, int alias, String payload) {
        return packet(
                0x32,
                text(topic),
                bytes(0, packetId),
                bytes(3, 0x23, 0, alias),
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String rider() {
        return broker.token("kb", Role.RIDER);
    }

    private static String tracker(String bus) {
        return broker.trackerToken("kb", bus);
    }
}

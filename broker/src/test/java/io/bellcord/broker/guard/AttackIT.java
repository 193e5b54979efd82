package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.subscribe;
import static io.bellcord.broker.testing.RawMqtt.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.transit.ProviderId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one client could do to another, or to itself; by the byte. */
class AttackIT {
    private static final int CONNACK = 2;
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

    @Test
    void letsMqtt31In() {
        try (RawMqtt client = broker.raw()) {
            client.send(connect31("old"), ping());
            assertThat(client.read().body()[1]).isZero();
            assertThat(client.read().type()).isEqualTo(PINGRESP);
        }
    }

    @Test
    void tellsAnMqtt31ClientThatItsIdentifierIsTooLongOrMissing() {
        for (String id : new String[] {"", "x".repeat(24)}) {
            try (RawMqtt client = broker.raw()) {
                client.send(connect31(id));
                assertThat(client.read().body()[1]).isEqualTo((byte) 2);
            }
        }
    }

    @Test
    void letsAClientThatHoldsAllItsFiltersSubscribeToOneOfThemAgain() {
        try (RawMqtt client = broker.raw()) {
            client.send(connect("many", "kb", broker.token("kb", Role.RIDER)));
            client.read();
            for (int i = 0; i < 1000; i++) {
                client.send(subscribe(1, "bus/kb/x" + i));
                assertThat(client.read().body()[2]).isZero();
            }
            client.send(subscribe(1, "bus/kb/one-too-many"));
            assertThat(client.read().body()[2]).isEqualTo((byte) 0x80);
            client.send(subscribe(1, "bus/kb/x7"));
            assertThat(client.read().body()[2]).isZero();
        }
    }

    @Test
    void letsNoRiderTakeATrackersPlace() {
        try (RawMqtt tracker = broker.raw();
                RawMqtt rider = broker.raw()) {
            tracker.send(connect("bus-1", "public", broker.trackerToken("public", "1")));
            assertThat(tracker.read().type()).isEqualTo(CONNACK);

            rider.send(packet(0x10, text("MQTT"), bytes(4, 0x82, 0, 60), text("bus-1"), text("public")));
            assertThat(rider.read().body()[1]).isZero();
            rider.send(ping());
            assertThat(rider.read().type()).isEqualTo(PINGRESP);

            tracker.send(ping());
            assertThat(tracker.read().type()).isEqualTo(PINGRESP);
        }
    }

    @Test
    void takesInNoWillOfWhoHasLostTheRight() {
        long ts = Fixes.now();
        try (RawMqtt tracker = broker.raw()) {
            tracker.send(packet(
                    0x10,
                    text("MQTT"),
                    bytes(4, 0xC6, 0, 60),
                    text("w"),
                    text("bus/closing/w"),
                    text(Fixes.json(ts, 43.7)),
                    text("closing"),
                    text(broker.trackerToken("closing", "w"))));
            assertThat(tracker.read().body()[1]).isZero();
            broker.providers().setEnabled(new ProviderId("closing"), false);
            assertThat(tracker.isClosedByPeer()).isTrue();
        }
        await().untilAsserted(() -> assertThat(broker.metrics()).contains("bellcord_connections 0.0"));
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "after")) {
            tracker.publish("bus/kb/after", Fixes.json(ts, 43.7));
        }
        broker.awaitStored("kb", "after", ts);
        assertThat(broker.redis().get("bus:{closing}:w:lastlocation")).isNull();
    }

    private static byte[] connect31(String clientId) {
        return packet(
                0x10,
                text("MQIsdp"),
                bytes(3, 0xC2, 0, 60),
                text(clientId),
                text("kb"),
                text(broker.token("kb", Role.RIDER)));
    }
}

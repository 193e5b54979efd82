package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.publish;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
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

    /** Its socket is always full, because buses move faster than it reads; its PINGREQ must be heard all the same. */
    @Test
    void hearsARiderWhoReadsSlowly() throws IOException {
        String ext = "\"ext\":{\"x\":\"" + "y".repeat(1000) + "\"}}";
        try (RawMqtt driver = broker.raw();
                Socket rider = new Socket()) {
            driver.send(connect("fleet", "kb", broker.token("kb", Role.DRIVER)));
            driver.read();
            rider.setReceiveBufferSize(4096);
            rider.connect(broker.broker().mqtt());
            rider.setSoTimeout(60_000);
            rider.getOutputStream().write(connect("slow", "kb", broker.token("kb", Role.RIDER)));
            rider.getOutputStream().write(subscribe(1, "bus/kb/+"));
            long ts = Fixes.now() - 10_000;
            for (int round = 0; round < 6; round++) {
                report(driver, 1500, ts++, ext);
            }
            rider.getOutputStream().write(ping());

            byte[] some = new byte[400 * 1024];
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            for (int round = 0; round < 30 && !hasPingResp(got.toByteArray()); round++) {
                got.writeBytes(Arrays.copyOf(some, rider.getInputStream().readNBytes(some, 0, some.length)));
                report(driver, 1500, ts++, ext);
            }
            assertThat(hasPingResp(got.toByteArray())).isTrue();
        }
    }

    private static boolean hasPingResp(byte[] all) {
        int at = 0;
        while (at >= 0 && at + 5 < all.length) {
            int type = (all[at] & 0xFF) >> 4;
            if (type == PINGRESP) {
                return true;
            }
            int length = 0;
            int shift = 0;
            int digit;
            int next = at + 1;
            do {
                digit = all[next++];
                length |= (digit & 0x7F) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            at = next + length;
        }
        return false;
    }

    private static void report(RawMqtt driver, int buses, long ts, String ext) {
        for (int i = 0; i < buses; i++) {
            driver.send(publish(i + 1, "bus/kb/slow-" + i, "{\"ts\":" + ts + ",\"lat\":43.7,\"lon\":7.4," + ext));
        }
        for (int i = 0; i < buses; i++) {
            driver.read();
        }
    }
}

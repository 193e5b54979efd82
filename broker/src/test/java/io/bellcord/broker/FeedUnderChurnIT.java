package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.RawMqtt.Packet;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestClient.Received;
import io.bellcord.broker.testing.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fix is numbered by its time, and riders come and go while trackers publish: nothing backwards, twice or lost. */
class FeedUnderChurnIT {
    private static final int BUSES = 20;
    private static final int ROUNDS = 60;
    private static final String LONG = "x".repeat(900);
    private static final List<Transport> TRANSPORTS = List.of(Transport.values());
    private static final int PUBLISH = 3;
    private static final int UNSUBACK = 11;
    private static final int PINGRESP = 13;

    /** In groups of several transports and versions, and one with filters that overlap. */
    private static final List<Flavour> STEADY = List.of(
            Flavour.HIVEMQ_5_TCP,
            Flavour.HIVEMQ_3_TCP,
            Flavour.HIVEMQ_5_WEBSOCKET,
            Flavour.PAHO_3_WEBSOCKET,
            Flavour.HIVEMQ_5_TLS,
            Flavour.PAHO_3_SECURE_WEBSOCKET);

    @ParameterizedTest
    @ValueSource(strings = {"0", "100ms"})
    void everySubscriptionSeesEachBusForwardsOnlyAndEndsWithTheNewest(String tick) throws InterruptedException {
        try (TestBroker broker =
                TestBroker.start(Map.of("bellcord.feed.tick", tick, "bellcord.feed.send-buffer", "4KiB"))) {
            new Churn(broker).run();
        }
    }

    private static final class Churn {
        private final TestBroker broker;
        private final long start = Fixes.now();
        private final AtomicBoolean done = new AtomicBoolean();
        private final Map<String, Long> newest = new HashMap<>();
        /** Of all buses, by the fleet's thread. */
        private final AtomicInteger rounds = new AtomicInteger();

        private final List<TestClient> steady = new ArrayList<>();

        Churn(TestBroker broker) {
            this.broker = broker;
        }

        void run() throws InterruptedException {
            STEADY.forEach(this::follow);
            try (RawMqtt slow = connected(RawMqtt.narrow(broker.broker().mqtt()))) {
                slow.send(RawMqtt.subscribe(1, "bus/kb/+"));
                Thread fleet = Thread.ofPlatform().start(this::drive);
                List<List<Received>> visits = new ArrayList<>();
                while (rounds.get() < ROUNDS || visits.size() < 4) {
                    visits.add(visit(TRANSPORTS.get(visits.size() % TRANSPORTS.size())));
                }
                done.set(true); // not before: whoever visits waits for what comes next
                fleet.join();

                visits.forEach(FeedUnderChurnIT::neverBackwardsNorTwice);
                steady.forEach(rider -> neverBackwardsNorTwice(everything(rider)));
                slowRiderHasNoBacklog(slow);
            } finally {
                steady.forEach(TestClient::close);
            }
        }

        private void follow(Flavour flavour) {
            TestClient rider = broker.connected(flavour, "kb", Role.RIDER);
            rider.subscribe("bus/kb/+");
            if (steady.size() % 2 == 1) {
                rider.subscribe("bus/kb/1");
                rider.subscribe("bus/kb/2");
            }
            steady.add(rider);
        }

        /** Reads nothing while hundreds of kilobytes change, and then the newest of each, once its buffers are read. */
        private void slowRiderHasNoBacklog(RawMqtt slow) {
            List<Received> seen = new ArrayList<>();
            Map<String, Long> last = new HashMap<>();
            while (!last.equals(newest)) {
                Packet packet = slow.read();
                if (packet.type() == PUBLISH) {
                    seen.add(received(packet));
                    last.put(seen.getLast().topic(), Fixes.number(seen.getLast(), "ts"));
                }
            }
            neverBackwardsNorTwice(seen);
            assertThat(seen).hasSizeLessThan(BUSES * rounds.get() / 2);
        }

        /** A rider that comes, sees something and goes; after its UNSUBACK there is silence. */
        private List<Received> visit(Transport transport) {
            try (RawMqtt rider = connected(broker.raw(transport))) {
                List<Received> seen = new ArrayList<>();
                rider.send(RawMqtt.subscribe(1, "bus/kb/+"), RawMqtt.subscribe(2, "bus/kb/1"));
                while (seen.size() < BUSES + 5) {
                    take(rider.read(), seen);
                }
                rider.send(RawMqtt.unsubscribe(3, "bus/kb/1"), RawMqtt.unsubscribe(4, "bus/kb/+"));
                for (int answers = 0; answers < 2; ) {
                    answers += take(rider.read(), seen) == UNSUBACK ? 1 : 0;
                }
                rider.send(RawMqtt.ping());
                assertThat(rider.read().type()).isEqualTo(PINGRESP);
                return seen;
            }
        }

        private static int take(Packet packet, List<Received> seen) {
            if (packet.type() == PUBLISH) {
                seen.add(received(packet));
            }
            return packet.type();
        }

        private RawMqtt connected(RawMqtt client) {
            client.send(RawMqtt.connect(UUID.randomUUID().toString(), "kb", broker.token("kb", Role.RIDER)));
            assertThat(client.read().type()).isEqualTo(2);
            return client;
        }

        private void drive() {
            try (TestClient driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER)) {
                while (!done.get()) {
                    long ts = start + rounds.incrementAndGet();
                    for (int bus = 0; bus < BUSES; bus++) {
                        driver.publish("bus/kb/" + bus, fix(ts));
                        newest.put("bus/kb/" + bus, ts);
                    }
                }
            }
        }

        private List<Received> everything(TestClient rider) {
            List<Received> seen = new ArrayList<>();
            await().untilAsserted(() -> {
                seen.addAll(rider.rest());
                Map<String, Long> last = new HashMap<>();
                seen.forEach(one -> last.put(one.topic(), Fixes.number(one, "ts")));
                assertThat(last).isEqualTo(newest);
            });
            return seen;
        }
    }

    /** Large, so that what is not read soon fills every buffer. */
    private static String fix(long ts) {
        return "{\"ts\":%d,\"lat\":43.7,\"lon\":7.42,\"ext\":{\"x\":\"%s\"}}".formatted(ts, LONG);
    }

    /** MQTT 3.1.1, 3.3, at QoS 0. */
    private static Received received(Packet packet) {
        ByteBuffer body = ByteBuffer.wrap(packet.body());
        byte[] topic = new byte[body.getShort()];
        body.get(topic);
        byte[] payload = new byte[body.remaining()];
        body.get(payload);
        return new Received(
                new String(topic, StandardCharsets.UTF_8),
                new String(payload, StandardCharsets.UTF_8),
                (packet.head() & 1) != 0);
    }

    /** The same fix may come once more as the snapshot of a second, overlapping SUBSCRIBE: never as a live one. */
    private static void neverBackwardsNorTwice(List<Received> seen) {
        Map<String, Long> last = new HashMap<>();
        for (Received one : seen) {
            long ts = Fixes.number(one, "ts");
            long before = last.getOrDefault(one.topic(), 0L);
            assertThat(ts).as(one.topic()).isGreaterThanOrEqualTo(one.retained() ? before : before + 1);
            last.put(one.topic(), ts);
        }
    }
}

package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestClient.Received;
import io.bellcord.broker.testing.TestRedisCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three nodes over one PostgreSQL and one Redis Cluster. The test that breaks the latter comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
    private static final Logger log = LoggerFactory.getLogger(ClusterIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BUSES = 10;
    /** Each on another master. */
    private static final List<String> SPREAD = List.of("public", "kb", "other");

    private static final int DISCONNECT = 14;
    private static final int PINGRESP = 13;

    private static TestRedisCluster redis;
    private static TestBroker home;
    private static Broker second;
    private static Broker third;

    @BeforeAll
    static void start() {
        redis = TestRedisCluster.withReplicas();
        home = TestBroker.start(Map.of(
                "bellcord.redis.url",
                redis.url(),
                "bellcord.cluster.linger",
                "1s",
                "bellcord.states.stale-after",
                "1s",
                "bellcord.states.offline-after",
                "4s"));
        second = home.startAnother();
        third = home.startAnother();
    }

    @AfterAll
    static void stop() {
        third.close();
        second.close();
        home.close();
        redis.close();
    }

    @Test
    @Order(1)
    void aPositionReachesTheRidersOfEveryNode() {
        try (TestClient tracker = connect(home.broker(), "kb", home.trackerToken("kb", "1"));
                TestClient here = rider(home.broker(), "kb");
                TestClient there = rider(second, "kb");
                TestClient elsewhere = rider(third, "kb")) {
            List<TestClient> riders = List.of(here, there, elsewhere);
            riders.forEach(rider -> rider.subscribe("bus/kb/+"));
            long ts = Fixes.now();

            tracker.publish("bus/kb/1", Fixes.json(ts, 43.7));

            List<String> payloads =
                    riders.stream().map(TestClient::next).map(Received::payload).toList();
            assertThat(payloads).allMatch(payload -> payload.contains("\"ts\":" + ts));
            assertThat(payloads.stream().distinct()).as("the same, to the byte").hasSize(1);
            assertThat(followed()).contains("bus:{kb}").doesNotContain("bus:{public}", "bus:{rsa}");
        }
    }

    @Test
    @Order(2)
    void theNewestFixWinsWhicheverNodeItCameTo() {
        try (TestClient here = connect(home.broker(), "other", home.trackerToken("other", "7"));
                TestClient there = connect(second, "other", home.trackerToken("other", "7"));
                TestClient rider = rider(third, "other")) {
            long ts = Fixes.now();
            here.publish("bus/other/7", Fixes.json(ts, 43.7));
            rider.subscribe("bus/other/7");
            assertThat(Fixes.number(rider.next(), "ts")).isEqualTo(ts);

            there.publish("bus/other/7", Fixes.json(ts - 1_000, 43.6));
            there.publish("bus/other/7", Fixes.json(ts + 1_000, 43.8));

            assertThat(Fixes.number(rider.next(), "ts")).isEqualTo(ts + 1_000);
            try (TestClient late = rider(second, "other")) {
                late.subscribe("bus/other/7");
                assertThat(Fixes.number(late.next(), "ts")).isEqualTo(ts + 1_000);
            }
        }
    }

    @Test
    @Order(3)
    void theFirstRiderOfANodeMissesNothingWhileBusesMove() {
        try (Traffic traffic = new Traffic("closing")) {
            await().atMost(PATIENCE).until(() -> traffic.sent() > 100);
            try (TestClient first = rider(second, "closing")) {
                first.subscribe("bus/closing/+");
                long joined = traffic.sent();
                await().atMost(PATIENCE).until(() -> traffic.sent() > joined + 300);

                Map<String, Long> last = traffic.end();

                assertThat(newestByBus(first, last)).isEqualTo(last);
            }
        }
    }

    @Test
    @Order(4)
    void aNodeListensOnlyToProvidersThatItHasRidersFor() {
        try (TestClient rider = rider(second, "public")) {
            rider.subscribe("bus/public/+");
            await().atMost(PATIENCE).until(() -> followed().equals(List.of("bus:{public}")));
        }
        await().atMost(PATIENCE).until(() -> followed().isEmpty());
    }

    @Test
    @Order(5)
    void theApiOfEveryNodeKnowsAllBuses() {
        try (TestClient tracker = connect(home.broker(), "public", home.trackerToken("public", "1"))) {
            long ts = Fixes.now();
            tracker.publish("bus/public/1", Fixes.json(ts, 43.7));

            await().until(() -> get(second, "/v1/providers/public/vehicles").contains("\"ts\":" + ts));
            await().until(() -> get(third, "/v1/providers/public/gtfs-rt/vehicle-positions?format=json")
                    .contains("43.7"));
        }
    }

    @Test
    @Order(6)
    void tellsWhatComesFromOthers() {
        String metrics = get(second, "/metrics");

        assertThat(metrics).containsPattern("bellcord_cluster_in_total [1-9]");
        assertThat(metrics).containsPattern("bellcord_cluster_lag_seconds_count [1-9]");
        assertThat(metrics).contains("bellcord_cluster_cut_off 0.0", "bellcord_cluster_corrupt_total 0.0");
        assertThat(home.counted("bellcord_cluster_out_total")).isPositive();
        assertThat(get(second, "/health/ready")).contains("\"ready\"");
        metrics.lines().filter(line -> line.startsWith("bellcord_cluster_lag")).forEach(log::info);
    }

    @Test
    @Order(7)
    void aClientIdentifierIsWhoseConnectionTookItLast() {
        for (String provider : SPREAD) {
            try (RawMqtt older = tracker(home.broker(), provider)) {
                await().until(() -> home.metrics().contains("bellcord_cluster_clients_waiting 0.0"));
                isTakenOver(older, provider);
            }
        }
    }

    @Test
    @Order(8)
    void aSilentBusIsNotOfflineWhileAnyNodeHasItsTracker() {
        List<Silence> all = SPREAD.stream().map(Silence::new).toList();

        all.forEach(Silence::outlastsABusThatHasLeft);
        all.forEach(Silence::endsWithItsTracker);

        all.forEach(Silence::close);
    }

    @Test
    @Order(9)
    void whoConnectsWhileItsMasterIsGoneTakesOverWhenAReplicaHasItsPlace() {
        try (RawMqtt older = tracker(home.broker(), "other")) {
            await().until(() -> home.metrics().contains("bellcord_cluster_clients_waiting 0.0"));

            redis.firstMasterOf("bus:{other}").kill();

            isTakenOver(older, "other");
        }
        try (Silence after = new Silence("other")) {
            after.endsWithItsTracker();
        }
    }

    /** By a tracker that connects at another node. */
    private static void isTakenOver(RawMqtt older, String provider) {
        try (RawMqtt newer = tracker(second, provider)) {
            assertThat(older.read().type()).isEqualTo(DISCONNECT);
            assertThat(newer.send(RawMqtt.ping()).read().type()).isEqualTo(PINGRESP);
        }
    }

    private static RawMqtt tracker(Broker node, String provider) {
        RawMqtt tracker = new RawMqtt(node.mqtt());
        tracker.send(RawMqtt.connect5("tracker", provider, home.trackerToken(provider, "silent")));
        assertThat(tracker.read().body()[1]).isZero();
        return tracker;
    }

    /** A bus whose tracker reports once and stays, and one whose tracker goes; at one node, and watched at another. */
    private static final class Silence implements AutoCloseable {
        private final String tree;
        private final TestClient rider;
        private final RawMqtt tracker;
        private final List<String> silent = new ArrayList<>();
        private final List<String> left = new ArrayList<>();

        Silence(String provider) {
            tree = "bus/" + provider + '/';
            tracker = new RawMqtt(second.mqtt());
            tracker.send(RawMqtt.connect("silent", provider, home.trackerToken(provider, "silent")))
                    .read();
            rider = rider(third, provider);
            rider.subscribe(tree + "+/state");
            tracker.send(RawMqtt.publish(1, tree + "silent", Fixes.json(Fixes.now(), 43.7)));
            assertThat(tracker.read().type()).isEqualTo(4);
            try (TestClient leaves = connect(second, provider, home.trackerToken(provider, "left"))) {
                leaves.publish(tree + "left", Fixes.json(Fixes.now(), 43.7));
            }
        }

        void outlastsABusThatHasLeft() {
            await().atMost(PATIENCE).until(() -> read().left.contains("offline"));
            assertThat(silent).containsExactly("live", "stale");
        }

        void endsWithItsTracker() {
            tracker.close();
            await().atMost(PATIENCE).until(() -> read().silent.contains("offline"));
        }

        private Silence read() {
            for (Received state : rider.rest()) {
                if (state.topic().startsWith(tree + "silent/")) {
                    silent.add(Fixes.text(state, "state"));
                } else if (state.topic().startsWith(tree + "left/")) {
                    left.add(Fixes.text(state, "state"));
                }
            }
            return this;
        }

        @Override
        public void close() {
            tracker.close();
            rider.close();
        }
    }

    @Test
    @Order(10)
    void ridersGoOnWhenAMasterOfRedisDies() {
        try (Traffic traffic = new Traffic("kb");
                TestClient rider = rider(third, "kb")) {
            rider.subscribe("bus/kb/+");
            await().atMost(PATIENCE).until(() -> traffic.sent() > 100);

            redis.firstMasterOf("bus:{kb}").kill();
            rider.rest();
            long dead = traffic.sent();
            await().atMost(PATIENCE).until(() -> traffic.sent() > dead + 100);
            Map<String, Long> last = traffic.end();

            assertThat(newestByBus(rider, last)).containsAllEntriesOf(last);
        }
    }

    /** Takes what a rider got until it has the last of each; the fixes of no bus may go back. */
    private static Map<String, Long> newestByBus(TestClient rider, Map<String, Long> last) {
        Map<String, Long> newest = new HashMap<>();
        while (!newest.entrySet().containsAll(last.entrySet())) {
            Received next = rider.next();
            if (!next.topic().endsWith("/state")) {
                Long before = newest.put(Fixes.text(next, "bus"), Fixes.number(next, "ts"));
                assertThat(Fixes.number(next, "ts")).isGreaterThan(before == null ? 0 : before);
            }
        }
        newest.keySet().retainAll(last.keySet());
        return newest;
    }

    /** Some buses of a provider that publish on the first node, one after the other, until they are told to end. */
    private static final class Traffic implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicLong sent = new AtomicLong();
        private final Map<String, Long> last = new HashMap<>();
        private final Thread thread;

        Traffic(String provider) {
            thread = Thread.ofPlatform().start(() -> drive(provider));
        }

        private void drive(String provider) {
            long begin = Fixes.now();
            try (TestClient driver = home.connected(Flavour.HIVEMQ_5_TCP, provider, Role.DRIVER)) {
                for (int i = 0; !ended.get(); i++) {
                    String bus = "t" + i % BUSES;
                    driver.publish("bus/" + provider + "/" + bus, Fixes.json(begin + i, 43.7));
                    last.put(bus, begin + i);
                    sent.incrementAndGet();
                }
            }
        }

        long sent() {
            return sent.get();
        }

        /** The last fix time of each bus. */
        Map<String, Long> end() {
            ended.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return last;
        }

        @Override
        public void close() {
            end();
        }
    }

    /** Channels of positions; those of client identifiers are others' matter. */
    private static List<String> followed() {
        return redis.channels().stream()
                .filter(name -> name.startsWith("bus:{") && name.endsWith("}"))
                .toList();
    }

    private static TestClient rider(Broker node, String provider) {
        return connect(node, provider, home.token(provider, Role.RIDER));
    }

    private static String get(Broker node, String path) {
        URI uri = URI.create("http://127.0.0.1:" + node.http().getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static TestClient connect(Broker node, String provider, String token) {
        TestClient client = Flavour.HIVEMQ_5_TCP.create(
                node.mqtt(), node.webSocket(), UUID.randomUUID().toString());
        assertThat(client.connect(provider, token)).isZero();
        return client;
    }
}

package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestClient.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every fix is numbered by its time, and riders come and go while trackers publish: nothing backwards, nothing twice. */
class FeedUnderChurnIT {
    private static final int BUSES = 20;
    private static final int ROUNDS = 40;

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
    void everySubscriptionSeesEachBusForwardsOnlyAndEndsWithTheNewest() throws InterruptedException {
        long start = Fixes.now();
        AtomicBoolean done = new AtomicBoolean();
        Map<String, Long> newest = new HashMap<>();
        Thread fleet = Thread.ofPlatform().start(() -> drive(start, newest, done));

        List<List<Received>> visits = new ArrayList<>();
        try (TestClient steady = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            steady.subscribe("bus/kb/+");
            while (!done.get()) {
                visits.add(visit());
            }
            fleet.join();
            visits.add(everythingUpTo(newest, steady));
        }

        assertThat(visits).hasSizeGreaterThan(3);
        visits.forEach(FeedUnderChurnIT::neverBackwardsNorTwice);
    }

    /** A rider that comes, sees something and goes. */
    private static List<Received> visit() {
        try (TestClient rider = broker.connected(Flavour.HIVEMQ_3_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/+");
            rider.subscribe("bus/kb/1");
            List<Received> seen = new ArrayList<>(List.of(rider.next(), rider.next(), rider.next()));
            rider.unsubscribe("bus/kb/1");
            rider.unsubscribe("bus/kb/+");
            seen.addAll(rider.rest());
            return seen;
        }
    }

    private static void drive(long start, Map<String, Long> newest, AtomicBoolean done) {
        try (TestClient driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER)) {
            for (int round = 1; round <= ROUNDS; round++) {
                for (int bus = 0; bus < BUSES; bus++) {
                    driver.publish("bus/kb/" + bus, Fixes.json(start + round, 43.7));
                    newest.put("bus/kb/" + bus, start + round);
                }
            }
        } finally {
            done.set(true);
        }
    }

    private static List<Received> everythingUpTo(Map<String, Long> newest, TestClient rider) {
        List<Received> seen = new ArrayList<>();
        await().untilAsserted(() -> {
            seen.addAll(rider.rest());
            Map<String, Long> last = new HashMap<>();
            seen.forEach(one -> last.put(one.topic(), Fixes.number(one, "ts")));
            assertThat(last).isEqualTo(newest);
        });
        return seen;
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

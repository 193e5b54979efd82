package io.bellcord.broker.testing;

import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestClient.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decent clients that must be served whatever others do: trackers enough to be on every session loop, and a rider on each
 * transport who must hear of each of their positions.
 */
public final class Witnesses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PROVIDER = "other";

    private final List<TestClient> trackers = new ArrayList<>();
    private final List<TestClient> riders = new ArrayList<>();
    private final TestBroker broker;
    private long slowestNanos;
    private int rounds;

    public Witnesses(TestBroker broker, int count) {
        this.broker = broker;
        for (int i = 0; i < count; i++) {
            trackers.add(broker.tracker(i % 2 == 0 ? Flavour.HIVEMQ_5_TCP : Flavour.PAHO_3_TCP, PROVIDER, "by-" + i));
        }
        for (Flavour flavour : List.of(Flavour.HIVEMQ_3_TCP, Flavour.PAHO_3_WEBSOCKET)) {
            TestClient rider = broker.connected(flavour, PROVIDER, Role.RIDER);
            rider.subscribe("bus/" + PROVIDER + "/+");
            riders.add(rider);
        }
    }

    /** Every tracker reports, every rider hears of all; and a newcomer is let in. */
    public void beServed() {
        long start = System.nanoTime();
        long ts = Fixes.now();
        for (int i = 0; i < trackers.size(); i++) {
            trackers.get(i).publish("bus/" + PROVIDER + "/by-" + i, Fixes.json(ts, 43.7));
        }
        for (TestClient rider : riders) {
            List<Received> heard = new ArrayList<>();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(PATIENCE)
                    .until(() -> {
                        heard.addAll(rider.rest());
                        return heard.stream()
                                        .filter(one -> !one.topic().endsWith("/state"))
                                        .filter(one -> Fixes.number(one, "ts") >= ts)
                                        .count()
                                >= trackers.size();
                    });
        }
        broker.connected(Flavour.HIVEMQ_5_TCP, PROVIDER, Role.RIDER).close();
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
        rounds++;
    }

    public int connections() {
        return trackers.size() + riders.size();
    }

    @Override
    public String toString() {
        return rounds + " rounds of " + trackers.size() + " positions to " + riders.size() + " riders, the slowest in "
                + slowestNanos / 1_000_000 + " ms";
    }

    @Override
    public void close() {
        trackers.forEach(TestClient::close);
        riders.forEach(TestClient::close);
    }
}

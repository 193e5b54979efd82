package io.bellcord.broker;

import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.connect5;
import static io.bellcord.broker.testing.RawMqtt.disconnect;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.publish;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that go from one node to another, over one PostgreSQL and one Redis. */
class RoamingIT {
    private static final int DISCONNECT = 14;
    private static final int PINGRESP = 13;

    private final TestBroker broker =
            TestBroker.start(Map.of("bellcord.states.stale-after", "1s", "bellcord.states.offline-after", "3s"));
    private final Broker other = broker.startAnother();

    @AfterEach
    void stop() {
        other.close();
        broker.close();
    }

    @Test
    void whoConnectsAtAnotherNodeEndsTheOlderConnection() {
        try (RawMqtt older = tracker(broker.broker());
                RawMqtt stranger = new RawMqtt(broker.broker().mqtt())) {
            stranger.send(connect5("tracker", "kb", broker.token("kb", Role.DRIVER)))
                    .read();
            await().until(() -> broker.metrics().contains("bellcord_cluster_clients_waiting 0.0"));

            try (RawMqtt newer = tracker(other)) {
                Packet last = older.read();
                assertThat(last.type()).isEqualTo(DISCONNECT);
                assertThat(last.body()[0]).isEqualTo((byte) 0x8E);
                assertThat(newer.send(ping()).read().type()).isEqualTo(PINGRESP);
                assertThat(stranger.send(ping()).read().type()).isEqualTo(PINGRESP);
            }
        }
    }

    @Test
    void aTrackerThatGoesToAndFroIsLetInAndHeardEachTime() {
        List<RawMqtt> connections = new ArrayList<>(List.of(tracker(broker.broker())));
        await().until(() -> broker.metrics().contains("bellcord_cluster_clients_waiting 0.0"));
        for (int i = 0; i < 6; i++) {
            connections.add(tracker(i % 2 == 0 ? other : broker.broker()));
            assertThat(connections.get(i).read().type()).isEqualTo(DISCONNECT);
        }
        RawMqtt last = connections.getLast();
        assertThat(last.send(ping()).read().type()).isEqualTo(PINGRESP);
        connections.forEach(RawMqtt::close);
    }

    @Test
    void twoTrackersThatShareAnIdentifierAtTwoNodesAreSlowedDown() {
        List<RawMqtt> connections = new ArrayList<>(List.of(tracker(broker.broker())));
        long slowed = 0;
        for (int i = 0; i < 14; i++) {
            long begin = System.nanoTime();
            connections.add(tracker(i % 2 == 0 ? other : broker.broker()));
            slowed += System.nanoTime() - begin >= 1_000_000_000L ? 1 : 0;
            assertThat(connections.get(i).read().type()).isEqualTo(DISCONNECT);
        }

        assertThat(slowed).isGreaterThanOrEqualTo(4);
        assertThat(broker.counted("bellcord_guard_flapping_total{reason=\"tracker\"}"))
                .isPositive();
        connections.forEach(RawMqtt::close);
    }

    @Test
    void ofTwoThatConnectAtOnceOneStays() {
        List<RawMqtt> both = Stream.of(broker.broker(), other)
                .map(node -> CompletableFuture.supplyAsync(() -> tracker(node)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        await().until(() -> both.stream().anyMatch(RawMqtt::hasMore));
        RawMqtt loser = both.get(both.getFirst().hasMore() ? 0 : 1);
        RawMqtt winner = both.get(both.getFirst().equals(loser) ? 1 : 0);
        assertThat(loser.read().type()).isEqualTo(DISCONNECT);
        assertThat(winner.send(ping()).read().type()).isEqualTo(PINGRESP);
        both.forEach(RawMqtt::close);
    }

    @Test
    void aSilentBusIsOfflineWhenNoNodeHasItsTracker() {
        try (TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/+/state");
            List<String> silent = new ArrayList<>();
            RawMqtt tracker = reporting(other, "silent");

            passesOf("first", rider, silent);
            assertThat(silent).containsExactly("live", "stale");

            RawMqtt again = new RawMqtt(broker.broker().mqtt());
            again.send(connect("silent", "kb", broker.trackerToken("kb", "silent")))
                    .read();
            other.close();
            tracker.close();
            passesOf("second", rider, silent);
            assertThat(silent).containsExactly("live", "stale");

            again.send(disconnect());
            again.close();
            await().until(() -> read(rider.rest(), "silent", silent).contains("offline"));
            assertThat(silent).containsExactly("live", "stale", "offline");
        }
    }

    /** As long as it takes for a bus to go offline whose tracker has left. */
    private void passesOf(String bus, TestClient rider, List<String> silent) {
        RawMqtt tracker = reporting(broker.broker(), bus);
        tracker.send(disconnect());
        tracker.close();
        List<String> gone = new ArrayList<>();
        await().until(() -> {
            List<Received> come = rider.rest();
            read(come, "silent", silent);
            return read(come, bus, gone).contains("offline");
        });
    }

    private static List<String> read(List<Received> come, String bus, List<String> states) {
        come.stream()
                .filter(state -> state.topic().equals("bus/kb/" + bus + "/state"))
                .forEach(state -> states.add(Fixes.text(state, "state")));
        return states;
    }

    private RawMqtt reporting(Broker node, String bus) {
        RawMqtt tracker = new RawMqtt(node.mqtt());
        tracker.send(connect(bus, "kb", broker.trackerToken("kb", bus))).read();
        tracker.send(publish(1, "bus/kb/" + bus, Fixes.json(Fixes.now(), 43.7))).read();
        return tracker;
    }

    private RawMqtt tracker(Broker node) {
        RawMqtt tracker = new RawMqtt(node.mqtt());
        tracker.send(connect5("tracker", "kb", broker.trackerToken("kb", "7")));
        assertThat(tracker.read().body()[1]).isZero();
        return tracker;
    }
}

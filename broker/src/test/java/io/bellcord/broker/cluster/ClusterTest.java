package io.bellcord.broker.cluster;

import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes over one real Redis. */
class ClusterTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RestartableRedis server = RestartableRedis.start();
    private final TestNode node = new TestNode(server.uri());
    private final TestNode other = new TestNode(server.uri());

    @AfterEach
    void close() {
        node.close();
        other.close();
        server.close();
    }

    @Test
    void showsWhatOthersKnowAndWhatTheyReceiveFromThenOn() {
        other.receive(fix(1, 0));
        assertThat(node.shown).isEmpty();

        assertThat(node.cluster.follow(KB)).succeedsWithin(PATIENCE);
        assertThat(node.shown).containsExactly(fix(1, 0));
        other.receive(fix(1, 1));
        other.receive(fix(2, 0));

        await().until(() -> node.shown.size() == 3);
        assertThat(node.shown).containsExactly(fix(1, 0), fix(1, 1), fix(2, 0));
        assertThat(node.metric("in")).isEqualTo(2);
        assertThat(node.metric("lag"))
                .as("of those from the future none is counted")
                .isEqualTo(1);
    }

    @Test
    void showsNothingThatIsNotNewer() {
        node.cluster.follow(KB).join();
        node.memory.record(fix(1, 5));

        other.stored.record(fix(1, 4)); // its own Redis script keeps it: nothing newer is stored yet
        other.receive(fix(2, 0));

        await().until(() -> !node.shown.isEmpty());
        assertThat(node.shown).containsExactly(fix(2, 0));
    }

    @Test
    void passesOverItsOwn() {
        node.cluster.follow(KB).join();

        node.receive(fix(1, 0));
        other.receive(fix(2, 0));

        await().until(() -> !node.shown.isEmpty());
        assertThat(node.shown).containsExactly(fix(2, 0));
        assertThat(node.metric("in")).isEqualTo(1);
    }

    @Test
    void nothingComesOfProvidersThatNobodyWantsHere() {
        node.cluster.follow(KB).join();

        other.receive(fix(BusKey.of("seoul", "1"), 0));
        other.receive(fix(1, 0));

        await().until(() -> !node.shown.isEmpty());
        assertThat(node.shown).containsExactly(fix(1, 0));
        assertThat(node.metric("subscriptions")).isEqualTo(1);
    }

    @Test
    void isLeftAWhileAfterTheLastWhoWantedItAndTheNextGetsAllAgain() {
        node.cluster.follow(KB).join();
        node.ticker.advance(TestNode.LINGER.plusSeconds(1));
        await().until(() -> node.metric("subscriptions") == 0);
        await().until(() -> other.channels.publish("bus:{kb}", new byte[0]) == 0);
        other.receive(fix(1, 0));

        assertThat(node.shown).isEmpty();
        assertThat(node.cluster.follow(KB)).succeedsWithin(PATIENCE);

        assertThat(node.shown).containsExactly(fix(1, 0));
    }

    @Test
    void staysForAsLongAsSomebodyWatches() {
        node.cluster.followWhile(KB::equals);
        node.cluster.follow(KB).join();
        node.cluster.follow(new ProviderId("seoul")).join();

        node.ticker.advance(TestNode.LINGER.plusSeconds(1));

        await().until(() -> node.metric("subscriptions") == 1);
        other.receive(fix(1, 0));
        await().until(() -> !node.shown.isEmpty());
    }

    @Test
    void countsMessagesThatAreNone() {
        node.cluster.follow(KB).join();

        other.channels.publish("bus:{kb}", "{\"no\":\"announcement\"}".getBytes(StandardCharsets.UTF_8));
        other.channels.publish("bus:{kb}", new byte[] {8, 2}); // of version 2
        other.receive(fix(1, 0));

        await().until(() -> !node.shown.isEmpty());
        assertThat(node.metric("corrupt")).isEqualTo(2);
    }

    @Test
    void isNotReadyWithoutRedisAndCatchesUpByItself() {
        server.stop();
        assertThat(node.cluster.follow(KB)).failsWithin(PATIENCE);
        assertThat(node.metric("cut.off")).isEqualTo(1);

        server.restart();
        await().until(other.redis::ping);
        other.receive(fix(1, 0));

        await().until(() -> node.shown.size() == 1);
        await().until(() -> !node.cluster.follow(KB).isCompletedExceptionally());
        assertThat(node.cluster.follow(KB)).succeedsWithin(PATIENCE);
    }

    @Test
    void bringsWhatItMissedWhileTheChannelWasCutOffAndTellsRedisWhatThatHasLost() {
        node.receive(fix(1, 0));
        node.cluster.follow(KB).join();
        server.stop();
        await().until(() -> node.metric("cut.off") == 1);

        server.restart(); // with nothing in it
        await().until(other.redis::ping);
        other.receive(fix(2, 0));

        await().until(() -> node.shown.size() == 1);
        assertThat(node.shown).containsExactly(fix(2, 0));
        await().until(() -> node.missing.contains(fix(1, 0)));
        assertThat(node.metric("lost")).isEqualTo(1);
    }

    @Test
    void noFixIsMissingOrBackwardForWhoComesWhileBusesMove() throws InterruptedException {
        Thread trackers = Thread.ofPlatform().start(() -> {
            for (int at = 0; at < 3_000; at++) {
                other.receive(fix(at % 7, at));
            }
        });
        await().until(() -> other.metric("out") > 300);

        node.cluster.follow(KB).join();
        Map<BusKey, Position> atFirst = newest(List.copyOf(node.shown));
        trackers.join();

        await().until(() -> node.memory.list(KB).stream()
                .allMatch(position ->
                        position.equals(other.memory.find(position.bus()).orElseThrow())));
        assertThat(atFirst).hasSize(7);
        for (BusKey bus : atFirst.keySet()) {
            List<Position> ofBus =
                    node.shown.stream().filter(it -> it.bus().equals(bus)).toList();
            assertThat(ofBus).isSortedAccordingTo((one, next) -> next.isNewerThan(one) ? -1 : 1);
            assertThat(ofBus.getLast()).isEqualTo(other.memory.find(bus).orElseThrow());
        }
    }

    @Test
    void isReadyAtOnceForAllWhoComeLater() {
        node.cluster.follow(KB).join();

        assertThat(node.cluster.follow(KB).isDone()).isTrue();
    }

    private static Map<BusKey, Position> newest(List<Position> positions) {
        return positions.stream()
                .collect(Collectors.toMap(Position::bus, it -> it, (one, next) -> next.isNewerThan(one) ? next : one));
    }
}

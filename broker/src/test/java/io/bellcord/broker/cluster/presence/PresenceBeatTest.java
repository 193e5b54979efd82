package io.bellcord.broker.cluster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.testing.TestTicker;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes over one Redis, each with a picture of the same bus; beats and time are the test's. */
class PresenceBeatTest {
    private static final BusKey BUS = BusKey.of("kb", "1001");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final RestartableRedis server = RestartableRedis.start();
    private final Redis redis = Redis.connect(server.uri());
    private final TestClock clock = new TestClock(NOON);
    private final TestTicker ticker = new TestTicker();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private boolean shown = true;
    private final Node one = new Node();
    private final Node two = new Node();

    /** As far as presence goes. */
    private final class Node {
        private final Presence presence = new Presence(ticker);
        private final Board board = new Board(
                new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
                presence,
                new SimpleMeterRegistry(),
                clock);
        private final PresenceBeat beat =
                new PresenceBeat(presence, board, redis, Duration.ofSeconds(10), _ -> shown, meters);

        BusState state() {
            board.sweep();
            return board.find(BUS).orElseThrow().state();
        }

        void beat() {
            board.sweep();
            beat.beat();
        }
    }

    @AfterEach
    void stop() {
        List.of(one, two).forEach(node -> {
            node.beat.close();
            node.board.close();
        });
        redis.close();
        server.close();
    }

    @Test
    void aBusWhoseTrackerIsSilentAtAnotherNodeIsNotOffline() {
        fix();
        one.presence.arrived(BUS);

        drive(Duration.ofMinutes(5));

        assertThat(two.state()).isEqualTo(BusState.STALE);
        assertThat(one.state()).isEqualTo(BusState.STALE);
    }

    @Test
    void theBusesOfANodeThatDiesAreOfflineAMinuteLater() {
        fix();
        one.presence.arrived(BUS);
        drive(Duration.ofMinutes(5));

        advance(Duration.ofSeconds(41)); // and no beat of the one
        assertThat(two.state()).isEqualTo(BusState.OFFLINE);
    }

    @Test
    void aTrackerThatGoesToAnotherNodeChangesNothing() {
        fix();
        one.presence.arrived(BUS);
        drive(Duration.ofMinutes(5));

        one.presence.left(BUS);
        assertThat(one.state()).isEqualTo(BusState.STALE);
        assertThat(two.state()).isEqualTo(BusState.STALE);
        advance(Duration.ofSeconds(20));
        assertThat(one.state()).isEqualTo(BusState.STALE);
        two.presence.arrived(BUS);
        drive(Duration.ofMinutes(5));

        assertThat(one.state()).isEqualTo(BusState.STALE);
        assertThat(two.state()).isEqualTo(BusState.STALE);
    }

    @Test
    void aBusWhoseTrackerLeavesForGoodIsOfflineEverywhereAtOnce() {
        fix();
        one.presence.arrived(BUS);
        drive(Duration.ofMinutes(5));

        one.presence.left(BUS);
        advance(Duration.ofSeconds(39));
        assertThat(List.of(one.state(), two.state())).containsOnly(BusState.STALE);
        advance(Duration.ofSeconds(2));
        assertThat(List.of(one.state(), two.state())).containsOnly(BusState.OFFLINE);
    }

    @Test
    void whatWasToldOutlastsARedisThatIsAwayAndNothingElseDoes() {
        fix();
        one.presence.arrived(BUS);
        drive(Duration.ofMinutes(2));

        server.stop();
        drive(Duration.ofSeconds(30));
        assertThat(two.state()).isEqualTo(BusState.STALE);
        assertThat(meters.counter("bellcord.cluster.presence.failed").count()).isPositive();

        drive(Duration.ofSeconds(20));
        assertThat(two.state()).isEqualTo(BusState.OFFLINE);
        assertThat(one.state()).isEqualTo(BusState.STALE);

        server.restart();
        drive(Duration.ofMinutes(2)); // connections from before have to be found broken first
        assertThat(two.state()).isEqualTo(BusState.STALE);
    }

    @Test
    void whoIsShownABusForTheFirstTimeSeesItAsItIs() {
        shown = false;
        fix();
        one.presence.arrived(BUS);
        drive(Duration.ofMinutes(5));
        assertThat(two.state()).isEqualTo(BusState.OFFLINE);

        CompletableFuture<Void> loaded = new CompletableFuture<>();
        CompletableFuture<Void> ready = two.beat.after(_ -> loaded).apply(BUS.provider());
        loaded.complete(null);
        ready.join();

        assertThat(two.board.find(BUS).orElseThrow().state()).isEqualTo(BusState.STALE);
    }

    @Test
    void ofBusesThatReportNothingIsSaid() {
        fix();
        one.presence.arrived(BUS);
        one.beat();

        assertThat(redis.commands().exists("bus:{kb}:connected")).isFalse();
    }

    private void fix() {
        Position position = Position.at(BUS, NOON, NOON, 43.7, 7.4);
        one.board.accept(position);
        two.board.accept(position);
    }

    /** Time passes, with a beat of both each ten seconds. */
    private void drive(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(10)) {
            advance(Duration.ofSeconds(10));
            one.beat();
            two.beat();
        }
    }

    private void advance(Duration time) {
        clock.advance(time);
        ticker.advance(time);
    }
}

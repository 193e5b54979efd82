package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Device;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final BusKey BUS = BusKey.of("kb", "1001");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final Presence presence = new Presence();
    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            presence,
            new SimpleMeterRegistry(),
            clock);
    private final List<BusPicture> changes = new CopyOnWriteArrayList<>();

    BoardTest() {
        board.listen(changes::add);
    }

    @AfterEach
    void stop() {
        board.close();
    }

    @Test
    void aBusIsStaleAfterHalfAMinuteWithoutAFixAndOfflineAfterOne() {
        board.accept(at(NOON));

        assertThat(stateAfter(Duration.ofSeconds(29))).isEqualTo(BusState.LIVE);
        assertThat(stateAfter(Duration.ofSeconds(1))).isEqualTo(BusState.STALE);
        assertThat(stateAfter(Duration.ofSeconds(29))).isEqualTo(BusState.STALE);
        assertThat(stateAfter(Duration.ofSeconds(1))).isEqualTo(BusState.OFFLINE);
    }

    @Test
    void aBusIsNotOfflineWhileItsTrackerIsConnected() {
        presence.arrived(BUS);
        board.accept(at(NOON));

        assertThat(stateAfter(Duration.ofMinutes(10))).isEqualTo(BusState.STALE);

        presence.left(BUS);
        assertThat(stateAfter(Duration.ZERO)).isEqualTo(BusState.OFFLINE);
    }

    @Test
    void ridersSeeNoFlickerWhenATrackerComesBackWithinTheMinute() {
        presence.arrived(BUS);
        board.accept(at(NOON));
        presence.left(BUS);
        stateAfter(Duration.ofSeconds(20));
        presence.arrived(BUS);
        board.accept(at(NOON.plusSeconds(21)));

        assertThat(changes).extracting(BusPicture::state).containsOnly(BusState.LIVE);
        assertThat(changes).extracting(BusPicture::since).containsOnly(NOON);
    }

    @Test
    void anOldFixFromABufferDoesNotMakeABusLookAlive() {
        board.accept(at(NOON.minusSeconds(45)));

        assertThat(stateAfter(Duration.ZERO)).isEqualTo(BusState.STALE);
    }

    @Test
    void aBusThatSaysSoIsOutOfServiceHoweverFreshItsFix() {
        board.accept(outOfService(NOON));

        assertThat(stateAfter(Duration.ofMinutes(5))).isEqualTo(BusState.OUT_OF_SERVICE);
    }

    @Test
    void aBusIsForgottenAfterThreeHoursAndMayComeBack() {
        board.accept(at(NOON));
        clock.advance(Duration.ofHours(3).plusMillis(1));
        board.sweep();
        assertThat(board.list(BUS.provider())).isEmpty();
        assertThat(changes.getLast().forgotten()).isTrue();

        board.accept(at(clock.instant()));

        assertThat(board.list(BUS.provider())).hasSize(1);
        assertThat(changes.getLast().version())
                .isGreaterThan(changes.get(changes.size() - 2).version());
    }

    @Test
    void anOlderOrRepeatedFixChangesNothing() {
        board.accept(at(NOON));

        board.accept(at(NOON.minusSeconds(1)));
        board.accept(at(NOON));

        assertThat(changes).hasSize(1);
    }

    private BusState stateAfter(Duration time) {
        clock.advance(time);
        board.sweep();
        return board.list(BUS.provider()).iterator().next().state();
    }

    private static Position at(Instant fixTime) {
        return Position.at(BUS, fixTime, fixTime, 43.7, 7.4);
    }

    private static Position outOfService(Instant fixTime) {
        return new Position(
                BUS,
                fixTime,
                fixTime,
                43.7,
                7.4,
                Motion.UNKNOWN,
                ServiceStatus.OUT,
                Trip.UNKNOWN,
                StopRelation.UNKNOWN,
                Occupancy.UNKNOWN,
                Device.UNKNOWN,
                null);
    }
}

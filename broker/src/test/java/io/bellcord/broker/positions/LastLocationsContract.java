package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.NOW;
import static io.bellcord.broker.testing.Fleet.fix;
import static io.bellcord.broker.testing.Fleet.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of last locations promises; the test of each extends it. */
abstract class LastLocationsContract {
    static final Duration RETENTION = Duration.ofHours(3);
    private static final ProviderId KB = new ProviderId("kb");

    private Instant now = NOW;

    abstract LastLocations positions();

    /** A clock that stands still until {@link #pass} moves it. */
    final Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Test
    void findsWhatWasRecordedInEveryDetail() {
        assertThat(positions().recordAll(List.of(full()))).containsExactly(full());

        assertThat(positions().find(full().bus())).contains(full());
        assertThat(positions().list(KB)).containsExactly(full());
        assertThat(positions().count(KB)).isEqualTo(1);
    }

    @Test
    void keepsTheNewerPositionWhenReportsArriveOutOfOrder() {
        positions().record(fix(7, 10_000));

        var kept = positions().recordAll(List.of(fix(7, 5_000)));

        assertThat(kept).isEmpty();
        assertThat(positions().find(fix(7, 0).bus())).contains(fix(7, 10_000));
    }

    @Test
    void keepsNothingWhenTheSameFixComesAgain() {
        positions().record(fix(7, 0));

        assertThat(positions().record(fix(7, 0))).isFalse();
    }

    @Test
    void answersThoseKeptInTheOrderGivenAcrossProviders() {
        Position other = fix(BusKey.of("seoul", "7"), 0);
        positions().record(fix(2, 0));

        var kept = positions().recordAll(List.of(fix(1, 0), other, fix(2, 0), fix(1, -1), fix(3, 0), fix(1, 1)));

        assertThat(kept).containsExactly(fix(1, 0), other, fix(3, 0), fix(1, 1));
    }

    @Test
    void recordsNothingWhenNothingIsGiven() {
        assertThat(positions().recordAll(List.of())).isEmpty();
        assertThat(positions().list(KB)).isEmpty();
    }

    @Test
    void listsOneProvidersBusesAndNoOthers() {
        positions().recordAll(List.of(fix(1, 0), fix(2, 0), fix(BusKey.of("kb2", "1"), 0)));

        assertThat(positions().list(KB)).containsExactlyInAnyOrder(fix(1, 0), fix(2, 0));
        assertThat(positions().find(BusKey.of("kb2", "2"))).isEmpty();
    }

    @Test
    void listsMoreBusesThanFitOneRequest() {
        List<Position> fleet =
                IntStream.range(0, 1_234).mapToObj(bus -> fix(bus, 0)).toList();

        assertThat(positions().recordAll(fleet)).isEqualTo(fleet);

        assertThat(positions().list(KB)).containsExactlyInAnyOrderElementsOf(fleet);
    }

    @Test
    void forgetsABusWithoutAFixForTheRetentionTime() {
        positions().recordAll(List.of(fix(1, 0), fix(2, 1)));

        pass(RETENTION);

        assertThat(positions().find(fix(1, 0).bus())).isEmpty();
        assertThat(positions().find(fix(2, 0).bus())).isPresent();
        assertThat(positions().list(KB)).containsExactly(fix(2, 1));
    }

    @Test
    void remembersABusThatComesBackAfterItWasForgotten() {
        positions().record(fix(1, 0));
        pass(RETENTION.plusMinutes(1));
        positions().purge();
        Position back = fix(1, RETENTION.toMillis());

        assertThat(positions().record(back)).isTrue();

        assertThat(positions().list(KB)).containsExactly(back);
    }

    @Test
    void endsWithTheNewestWhenManyThreadsRecordOneBus() throws Exception {
        List<Position> fixes = new ArrayList<>(
                IntStream.rangeClosed(1, 2_000).mapToObj(at -> fix(7, at)).toList());
        Collections.shuffle(fixes, new Random(7));

        try (var threads = Executors.newFixedThreadPool(4)) {
            var done = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> positions().recordAll(fixes.subList(100 * i, 100 * i + 100))))
                    .toList();
            for (var one : done) {
                one.get();
            }
        }

        assertThat(positions().find(fix(7, 0).bus())).contains(fix(7, 2_000));
        assertThat(positions().list(KB)).containsExactly(fix(7, 2_000));
    }
}

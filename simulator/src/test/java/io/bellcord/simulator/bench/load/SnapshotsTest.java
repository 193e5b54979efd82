package io.bellcord.simulator.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int BUSES = 2;

    private final Fixes fixes = new Fixes();
    private final Snapshots snapshots = new Snapshots(fixes, BUSES);
    private final Snapshots.Taking rider = snapshots.taking("rider");

    @BeforeEach
    void eachBusHasReportedTwice() {
        for (var i = 0; i < 2; i++) {
            report(0, 0);
            report(1, 0);
        }
    }

    @Test
    void isCompleteWithTheNewestOfEachBusOnce() {
        rider.asked(2 * SECOND);

        assertThat(receive(0, 2, true, 2 * SECOND + 1_000_000)).isFalse();
        assertThat(receive(1, 2, true, 2 * SECOND + 5_000_000)).isTrue();

        assertThat(snapshots.fault()).isEmpty();
        assertThat(Visit.millis(snapshots.settle(), 100)).isBetween(4.9, 5.1);
        assertThat(rider.missing() + rider.behind()).isZero();
    }

    @Test
    void isNotCompleteWithoutOneOfTheBuses() {
        rider.asked(2 * SECOND);
        receive(0, 2, true, 2 * SECOND);

        assertThat(rider.missing()).isEqualTo(1);
        assertThat(rider.behind()).isEqualTo(1);
        assertThat(snapshots.settle().getTotalCount()).isZero();
    }

    @Test
    void mustNotHoldAFixThatIsNotTheNewest() {
        rider.asked(2 * SECOND);
        receive(0, 1, true, 2 * SECOND);

        assertThat(snapshots.fault()).contains("rider was given fix 1 although there was 2, of b00000");
    }

    @Test
    void mayHoldTheOneBeforeWhereTheNewestWasUnderWayIfThatComesBehind() {
        report(0, 2 * SECOND);
        rider.asked(2 * SECOND + 1_000);
        receive(0, 2, true, 2 * SECOND + 2_000);
        receive(1, 2, true, 2 * SECOND + 2_000);
        assertThat(rider.behind()).isEqualTo(1);

        receive(0, 3, false, 2 * SECOND + 3_000);

        assertThat(rider.behind()).isZero();
        assertThat(snapshots.fault()).isEmpty();
    }

    @Test
    void mustNotHoldABusTwice() {
        rider.asked(2 * SECOND);
        receive(0, 2, true, 2 * SECOND);
        receive(0, 2, true, 2 * SECOND);

        assertThat(snapshots.fault()).contains("rider was given its position twice in one snapshot, of b00000");
    }

    @Test
    void nothingThatItHeldComesBehindIt() {
        rider.asked(2 * SECOND);
        receive(0, 2, true, 2 * SECOND);
        receive(0, 2, false, 2 * SECOND);

        assertThat(snapshots.fault()).contains("rider was given fix 2 after 2, of b00000");
    }

    @Test
    void mustNotHoldWhatNobodyHadSent() {
        rider.asked(2 * SECOND);
        receive(1, 3, true, 2 * SECOND);

        assertThat(snapshots.fault()).contains("rider was given a position that nobody had sent, of b00001");
    }

    @Test
    void whoAsksAgainGetsAllOfItAgain() {
        for (var i = 1; i <= 2; i++) {
            rider.asked(2 * SECOND);
            receive(0, 2, true, 2 * SECOND);
            assertThat(receive(1, 2, true, 2 * SECOND)).isTrue();
        }

        assertThat(snapshots.fault()).isEmpty();
        assertThat(snapshots.settle().getTotalCount()).isEqualTo(2);
    }

    private void report(int bus, long nanos) {
        fixes.add(bus, nanos, 1);
        fixes.acknowledged(bus, nanos);
    }

    private boolean receive(int bus, int sequence, boolean isRetained, long nanos) {
        return rider.received(bus, sequence, fixes.fixTime(bus, sequence), isRetained, nanos);
    }
}

package io.bellcord.simulator.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long SECOND = 1_000_000_000L;

    private final Fixes fixes = new Fixes();
    private final Ledger ledger = new Ledger(fixes);

    @Test
    void countsAFixAsDeliveredOnceForEachRider() {
        var one = ledger.watch(0, 1);
        var other = ledger.watch(0, 1);
        ledger.open(0, SECOND);
        send(0, 10);

        receive(one, 0, 1, 2_000_010);
        receive(other, 0, 1, 4_000_010);

        var tally = ledger.settle().getFirst();
        assertThat(tally.expected()).isEqualTo(2);
        assertThat(tally.delivered()).isEqualTo(2);
        assertThat(tally.lost()).isZero();
        assertThat(tally.latency(100)).isBetween(3.9, 4.1);
    }

    @Test
    void countsAFixAsSupersededWhenANewerOneOfItsBusComes() {
        var rider = ledger.watch(0, 2);
        ledger.open(0, SECOND);
        send(0, 10);
        send(0, 20);
        send(0, 30);

        receive(rider, 0, 3, 40);

        var tally = ledger.settle().getFirst();
        assertThat(tally.expected()).isEqualTo(3);
        assertThat(tally.delivered()).isEqualTo(1);
        assertThat(tally.superseded()).isEqualTo(2);
        assertThat(tally.lost()).isZero();
    }

    @Test
    void countsAFixAsLostWhenNeitherItNorANewerOneComes() {
        var rider = ledger.watch(0, 2);
        ledger.open(0, SECOND);
        send(0, 10);
        send(0, 20);
        send(1, 30);

        receive(rider, 0, 1, 40);

        assertThat(ledger.isComplete()).isFalse();
        var tally = ledger.settle().getFirst();
        assertThat(tally.delivered()).isEqualTo(1);
        assertThat(tally.lost()).isEqualTo(2);
        assertThat(tally.expected()).isEqualTo(tally.delivered() + tally.superseded() + tally.lost());
    }

    @Test
    void countsAFixInTheWindowInWhichItWasSent() {
        var rider = ledger.watch(0, 1);
        ledger.open(0, SECOND);
        ledger.open(SECOND, 2 * SECOND);
        send(0, 10);
        send(0, SECOND);

        receive(rider, 0, 1, SECOND + 5);
        receive(rider, 0, 2, SECOND + 6);

        assertThat(ledger.settle()).extracting(Tally::delivered).containsExactly(1L, 1L);
    }

    @Test
    void tellsApartWhatCameFromAnotherNode() {
        var rider = ledger.watch(0, 2, bus -> bus == 1);
        ledger.open(0, SECOND);
        send(0, 0);
        send(1, 0);

        receive(rider, 0, 1, 9_000_000);
        receive(rider, 1, 1, 5_000_000);

        var tally = ledger.settle().getFirst();
        assertThat(tally.delivered()).isEqualTo(2);
        assertThat(tally.across()).isEqualTo(1);
        assertThat(tally.latency(100)).isBetween(8.9, 9.1);
        assertThat(tally.latencyAcross(100)).isBetween(4.9, 5.1);
    }

    @Test
    void noticesWhatComesTwiceOrAfterANewerOne() {
        var rider = ledger.watch(0, 1);
        send(0, 10);
        send(0, 20);

        receive(rider, 0, 2, 30);
        receive(rider, 0, 2, 31);
        receive(rider, 0, 1, 32);

        assertThat(ledger.received()).isEqualTo(1);
        assertThat(ledger.backwards()).isEqualTo(2);
    }

    @Test
    void noticesWhatWasNeverSent() {
        var rider = ledger.watch(0, 1);
        send(0, 10);
        send(1, 10);

        rider.received(0, 2, fixes.fixTime(0, 1), false, 20);
        rider.received(0, 1, fixes.fixTime(0, 1) + 1, false, 20);
        rider.received(1, 1, fixes.fixTime(1, 1), false, 20);

        assertThat(ledger.received()).isZero();
        assertThat(ledger.wrong()).isEqualTo(3);
    }

    @Test
    void takesARetainedFixFromBeforeTheSubscriptionAsSnapshot() {
        send(0, 10);
        var rider = ledger.watch(0, 1);

        rider.received(0, 1, fixes.fixTime(0, 1), true, 20);

        assertThat(ledger.snapshots()).isEqualTo(1);
        assertThat(ledger.backwards()).isZero();
        assertThat(ledger.isComplete()).isTrue();
    }

    private void send(int bus, long nanos) {
        fixes.add(bus, nanos, 1_700_000_000_000L);
    }

    private void receive(Ledger.Watch rider, int bus, int sequence, long now) {
        rider.received(bus, sequence, fixes.fixTime(bus, sequence), false, now);
    }
}

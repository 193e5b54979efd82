package io.bellcord.simulator.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the ledger finds what it is there to find. */
class SightTest {
    private final Ledger ledger = new Ledger();
    private final Sight sight = new Sight("r", ledger);
    private final Fix first = ledger.next("b");
    private final Fix second = ledger.next("b");

    @Test
    void findsNothingWrongWithASnapshotAndWhatFollowsIt() {
        sight.connected();
        sight.take(first, true);
        sight.take(second, false);
        sight.connected();
        sight.take(second, true);

        assertThat(ledger.faults()).isEmpty();
        assertThat(sight.newest()).isEqualTo(Map.of("b", 2));
    }

    @Test
    void findsAPositionThatNobodySent() {
        sight.take(new Fix("b", 3, second.time().plusMillis(1)), false);
        sight.take(new Fix("b", 2, second.time().plusMillis(1)), false);

        assertThat(ledger.faults()).hasSize(2).allMatch(fault -> fault.contains("never sent"));
    }

    @Test
    void findsAPositionThatComesTwice() {
        sight.take(first, false);
        sight.take(first, false);

        assertThat(ledger.faults()).singleElement().asString().contains("backward or twice");
    }

    @Test
    void findsAnOlderPositionLiveAndInASnapshot() {
        sight.take(second, false);
        sight.take(first, false);
        sight.connected();
        sight.take(first, true);

        assertThat(ledger.faults()).hasSize(2);
        assertThat(ledger.faults().getLast()).contains("backward in a snapshot");
    }

    @Test
    void findsABusThatIsTwiceInASnapshot() {
        sight.connected();
        sight.take(second, true);
        sight.take(second, true);

        assertThat(ledger.faults()).singleElement().asString().contains("twice in a snapshot");
    }

    @Test
    void allowsWhatWasStoredAfterTheBrokerWasKilledAndNothingOlder() {
        var third = ledger.next("b");
        sight.take(third, false);
        ledger.restartsWith(Map.of("b", 2));
        sight.connected();

        sight.take(second, true);
        assertThat(ledger.faults()).isEmpty();
        sight.connected();
        sight.take(first, true);
        assertThat(ledger.faults()).hasSize(1);
    }

    @Test
    void allowsABusThatTheSnapshotDidNotHaveToComeLiveOnce() {
        sight.take(second, false);
        sight.connected();

        sight.take(second, false);
        assertThat(ledger.faults()).isEmpty();
        sight.take(second, false);
        assertThat(ledger.faults()).singleElement().asString().contains("backward or twice");
    }

    @Test
    void readsAFixBackFromItsJson() {
        assertThat(Fix.read("b", second.json())).isEqualTo(second);
        assertThat(Fix.read("b", "{}").sequence()).isEqualTo(-1);
        assertThat(ledger.age(first)).isGreaterThanOrEqualTo(Duration.ZERO);
    }
}

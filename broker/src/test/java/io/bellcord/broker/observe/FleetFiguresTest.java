package io.bellcord.broker.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetFiguresTest {
    private static final BusKey BUS = BusKey.of("kb", "1001");

    private final TestClock clock = new TestClock(Fleet.NOW);
    private final FleetFigures figures = new FleetFigures(Duration.ofHours(3), clock);
    private Outcome next = new Outcome.Accepted(Fleet.fix(1001, 0));
    private final ReportDesk desk = figures.over(new ReportDesk() {
        @Override
        public Outcome receive(BusKey bus, byte[] payload) {
            return next;
        }

        @Override
        public void notAllowed(Optional<BusKey> own, String message) {}

        @Override
        public void tooOften(BusKey bus, String message) {}

        @Override
        public void flapping(BusKey bus, String message) {}
    });

    private BusFigures figures() {
        return figures.of(new ProviderId("kb")).getOrDefault(new BusId("1001"), BusFigures.NONE);
    }

    private void report() {
        assertThat(desk.receive(BUS, new byte[0])).isSameAs(next);
    }

    @Test
    void tellHowOftenABusReports() {
        for (int second = 0; second < 150; second += 5) {
            report();
            clock.advance(Duration.ofSeconds(5));
        }

        assertThat(figures().fixesPerMinute()).isEqualTo(12, within(1.0));
        clock.advance(Duration.ofMinutes(2));
        assertThat(figures().fixesPerMinute()).isZero();
    }

    @Test
    void keepTheLastReasonAndMaskWhatIsSecretInIt() {
        next = new Outcome.Refused(Reason.MALFORMED, "bus must be 1001 but is BC-0123456789ABCDEFGHJKMNPQRSTVWXYZ01");
        report();
        next = new Outcome.Superseded(Fleet.fix(1001, 0));
        report();

        BusFigures seen = figures();
        assertThat(seen.refused()).isEqualTo(1);
        assertThat(seen.lastRefusal().orElseThrow().reason()).isEqualTo(Reason.MALFORMED);
        assertThat(seen.lastRefusal().orElseThrow().message()).isEqualTo("bus must be 1001 but is BC-…");
        assertThat(seen.lastRefusal().orElseThrow().at()).isEqualTo(Fleet.NOW);
    }

    @Test
    void countWhatIsRefusedUnread() {
        desk.notAllowed(Optional.of(BUS), "not its bus");
        desk.tooOften(BUS, "too often");
        desk.flapping(BUS, "two devices");

        assertThat(figures().refused()).isEqualTo(3);
        assertThat(figures().lastRefusal().orElseThrow().reason()).isEqualTo(Reason.FLAPPING);
    }

    @Test
    void areOfOneProvider() {
        report();

        assertThat(figures.of(new ProviderId("other"))).isEqualTo(Map.of());
    }
}

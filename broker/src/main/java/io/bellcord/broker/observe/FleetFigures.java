package io.bellcord.broker.observe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.observe.BusFigures.LastRefusal;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How each bus fares: how often it reports, and why it was refused. Of this node; safe for use by many threads, never blocks. */
public final class FleetFigures {
    private static final int MOST_BUSES = 100_000;

    private final Cache<BusKey, Tally> tallies;
    private final Clock clock;

    /** @param kept so long after its last report a bus's figures are */
    public FleetFigures(Duration kept, Clock clock) {
        this.clock = clock;
        tallies = Caffeine.newBuilder()
                .maximumSize(MOST_BUSES)
                .expireAfterAccess(kept)
                .executor(Runnable::run)
                .build();
    }

    /** A desk whose visitors are counted. */
    public ReportDesk over(ReportDesk desk) {
        return new CountingDesk(desk);
    }

    /** Of all buses of a provider that have reported. */
    public Map<BusId, BusFigures> of(ProviderId provider) {
        Instant now = clock.instant();
        Map<BusId, BusFigures> found = new HashMap<>();
        tallies.asMap().forEach((bus, tally) -> {
            if (bus.provider().equals(provider)) {
                found.put(bus.bus(), tally.figures(now));
            }
        });
        return found;
    }

    private void refused(BusKey bus, Reason reason, String message) {
        var last = new LastRefusal(reason, SecretsMasked.in(message), clock.instant());
        tallies.get(bus, _ -> new Tally()).refused(last);
    }

    /** Counts by minutes, of which it keeps two: enough to tell the rate of the last sixty seconds. */
    private static final class Tally {
        private static final double MINUTE = 60_000;

        private long minute;
        private int before;
        private int now;
        private long refused;
        private Optional<LastRefusal> last = Optional.empty();

        synchronized void accepted(Instant at) {
            turnTo(at);
            now++;
        }

        synchronized void refused(LastRefusal refusal) {
            refused++;
            last = Optional.of(refusal);
        }

        synchronized BusFigures figures(Instant at) {
            turnTo(at);
            double share = 1 - at.toEpochMilli() % (long) MINUTE / MINUTE;
            return new BusFigures(now + before * share, refused, last);
        }

        private void turnTo(Instant at) {
            long current = Math.floorDiv(at.toEpochMilli(), (long) MINUTE);
            if (current != minute) {
                before = current == minute + 1 ? now : 0;
                now = 0;
                minute = current;
            }
        }
    }

    private final class CountingDesk implements ReportDesk {
        private final ReportDesk desk;

        private CountingDesk(ReportDesk desk) {
            this.desk = desk;
        }

        @Override
        public Outcome receive(BusKey bus, byte[] payload) {
            Outcome outcome = desk.receive(bus, payload);
            switch (outcome) {
                case Outcome.Accepted _ -> tallies.get(bus, _ -> new Tally()).accepted(clock.instant());
                case Outcome.Refused(Reason reason, String message) -> refused(bus, reason, message);
                default -> {} // neither a new fix nor a mistake
            }
            return outcome;
        }

        @Override
        public void notAllowed(Optional<BusKey> own, String message) {
            desk.notAllowed(own, message);
            own.ifPresent(bus -> refused(bus, Reason.NOT_ALLOWED, message));
        }

        @Override
        public void tooOften(BusKey bus, String message) {
            desk.tooOften(bus, message);
            refused(bus, Reason.TOO_OFTEN, message);
        }

        @Override
        public void flapping(BusKey bus, String message) {
            desk.flapping(bus, message);
            refused(bus, Reason.FLAPPING, message);
        }
    }
}

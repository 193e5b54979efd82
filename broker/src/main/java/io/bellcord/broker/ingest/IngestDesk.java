package io.bellcord.broker.ingest;

import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.limits.TokenBuckets;
import io.bellcord.broker.transit.BusKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Hands reports to ingest, and tells what becomes of those that are refused. */
final class IngestDesk implements ReportDesk {
    private static final Rate NOTICES = new Rate(Duration.ofSeconds(5), 1);
    private static final int MOST_NOTICES = 10_000;

    private final Ingest ingest;
    private final RefusalSink refusals;
    private final Clock clock;
    private final TokenBuckets<BusKey> notices = new TokenBuckets<>(NOTICES, MOST_NOTICES, Ticker.system());

    IngestDesk(Ingest ingest, RefusalSink refusals, Clock clock) {
        this.ingest = ingest;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public Outcome receive(BusKey bus, byte[] payload) {
        Outcome outcome = ingest.receive(new Report(bus, payload, clock.instant()));
        if (outcome instanceof Refused refused) {
            tell(bus, refused);
        }
        return outcome;
    }

    @Override
    public void notAllowed(Optional<BusKey> own, String message) {
        Refused refused = ingest.refuse(Reason.NOT_ALLOWED, message);
        own.ifPresent(bus -> tell(bus, refused));
    }

    /** Told once in a while only: to answer each would send as much as is refused. */
    @Override
    public void tooOften(BusKey bus, String message) {
        Refused refused = ingest.refuse(Reason.TOO_OFTEN, message);
        if (notices.tryTake(bus)) {
            tell(bus, refused);
        }
    }

    @Override
    public void flapping(BusKey bus, String message) {
        tell(bus, ingest.refuse(Reason.FLAPPING, message));
    }

    private void tell(BusKey bus, Refused refused) {
        refusals.refused(bus, RefusedJson.encode(refused, clock.instant()));
    }
}

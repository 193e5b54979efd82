package io.bellcord.broker.mqtt;

import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.guard.Reports;
import io.bellcord.broker.ingest.Ingest;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.ingest.Report;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.limits.TokenBuckets;
import io.bellcord.broker.transit.BusKey;
import java.time.Clock;
import java.time.Duration;

/** Where what trackers send over MQTT is taken in, and where they are told why it was not. */
public final class ReportDesk implements Reports {
    private static final Rate NOTICES = new Rate(Duration.ofSeconds(5), 1);
    private static final int MOST_NOTICES = 10_000;

    private final Ingest ingest;
    private final Feed feed;
    private final Clock clock;
    private final TokenBuckets<BusKey> notices = new TokenBuckets<>(NOTICES, MOST_NOTICES, Ticker.system());

    public ReportDesk(Ingest ingest, Feed feed, Clock clock) {
        this.ingest = ingest;
        this.feed = feed;
        this.clock = clock;
    }

    /** A publish that Moquette has accepted. */
    void published(BusKey bus, byte[] payload) {
        if (ingest.receive(new Report(bus, payload, clock.instant())) instanceof Refused refused) {
            tell(bus, refused);
        }
    }

    @Override
    public void will(BusKey bus, byte[] payload) {
        published(bus, payload);
    }

    @Override
    public void notAllowed(BusKey bus, String message) {
        tell(bus, ingest.refuse(Reason.NOT_ALLOWED, message));
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
        feed.refused(bus, RefusedJson.encode(refused, clock.instant()));
    }
}

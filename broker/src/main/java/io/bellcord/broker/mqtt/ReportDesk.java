package io.bellcord.broker.mqtt;

import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.guard.Reports;
import io.bellcord.broker.ingest.Ingest;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.ingest.Report;
import io.bellcord.broker.transit.BusKey;
import java.time.Clock;

/** Where what trackers send over MQTT is taken in, and where they are told why it was not. */
public final class ReportDesk implements Reports {
    private final Ingest ingest;
    private final Feed feed;
    private final Clock clock;

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

    @Override
    public void flapping(BusKey bus, String message) {
        tell(bus, ingest.refuse(Reason.FLAPPING, message));
    }

    private void tell(BusKey bus, Refused refused) {
        feed.refused(bus, RefusedJson.encode(refused, clock.instant()));
    }
}

package io.bellcord.broker.ingest;

import io.bellcord.broker.transit.BusKey;
import java.time.Clock;
import java.util.Optional;

/**
 * Where what trackers send is taken in, over MQTT and over HTTP, and where they are told why it was not. Safe for use by
 * many threads; returns at once and never throws.
 */
public interface ReportDesk {
    /** The one over an ingest. */
    static ReportDesk of(Ingest ingest, RefusalSink refusals, Clock clock) {
        return new IngestDesk(ingest, refusals, clock);
    }

    /** A report of who may publish for this bus. */
    Outcome receive(BusKey bus, byte[] payload);

    /**
     * A report of who had no right to it.
     *
     * @param own the bus of the tracker that sent it, which is told; nobody else is
     */
    void notAllowed(Optional<BusKey> own, String message);

    /** A report for this bus that came too soon after those before it. */
    void tooOften(BusKey bus, String message);

    /** This bus' tracker takes over its own client identifier again and again. */
    void flapping(BusKey bus, String message);
}

package io.bellcord.broker.ingest;

import io.bellcord.broker.transit.BusKey;

/** Where it is told why a report was refused. Called on an ingest thread: must return at once and never throw. */
@FunctionalInterface
public interface RefusalSink {
    /**
     * A report for this bus was refused.
     *
     * @param json as it stands on {@code bus/<provider>/<busId>/refused}
     */
    void refused(BusKey bus, byte[] json);
}

package io.bellcord.broker.ingest;

/** What becomes of a trip or a route that the provider's GTFS does not know. */
public enum UnknownTrips {
    /** Riders get it as it came. */
    KEEP,
    /** It is left out; the position counts. */
    DROP,
    /** The report is refused. */
    REFUSE
}

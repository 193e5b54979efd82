package io.bellcord.broker.ingest;

import java.util.Locale;

/** Why a report is refused; each is counted by its code. docs/PROTOCOL.md explains them. */
public enum Reason {
    /** Not JSON, or a value of the wrong type. */
    MALFORMED,
    /** No {@code ts}, {@code lat} or {@code lon}. */
    MISSING_FIELD,
    OUT_OF_RANGE,
    /** Measured later than now: the tracker's clock is wrong. */
    FROM_THE_FUTURE,
    TOO_OLD,
    /** At 0/0, which is what trackers send before they have a fix. */
    NULL_ISLAND,
    /** The payload names another bus than the topic. */
    NOT_ITS_BUS,
    /** More bytes than a report may have. */
    TOO_LARGE,
    /** The provider's GTFS has no such trip, or has it on another route. */
    UNKNOWN_TRIP,
    /** The provider's GTFS has no such route. */
    UNKNOWN_ROUTE,
    /** The provider has as many buses as it may have, and this is another one. */
    TOO_MANY_BUSES,
    /** The client may not publish here. Decided before the report is read. */
    NOT_ALLOWED,
    /** More often than the client may publish. Decided before the report is read. */
    TOO_OFTEN,
    /** Two devices seem to share one client identifier, and end each other's connection. No report at all. */
    FLAPPING;

    /** As it stands in {@code bus/…/refused} and in metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

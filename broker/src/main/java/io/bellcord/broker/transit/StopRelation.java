package io.bellcord.broker.transit;

import org.jspecify.annotations.Nullable;

/**
 * Where the bus is relative to a stop; null where the tracker does not say.
 *
 * @param stop GTFS stop_id, at most 64 characters
 * @param sequence GTFS stop_sequence, 0 to 10 000
 */
public record StopRelation(
        @Nullable String stop,
        @Nullable Integer sequence,
        @Nullable Status status) {
    public static final StopRelation UNKNOWN = new StopRelation(null, null, null);

    /** GTFS-Realtime's {@code VehicleStopStatus}; in JSON by its name. */
    public enum Status {
        INCOMING_AT,
        STOPPED_AT,
        IN_TRANSIT_TO
    }

    public StopRelation {
        Text.require("stop", stop, 64);
        Range.require("sseq", sequence, 0, 10_000);
    }
}

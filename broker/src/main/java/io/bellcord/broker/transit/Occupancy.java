package io.bellcord.broker.transit;

import org.jspecify.annotations.Nullable;

/**
 * How full the bus is; null where the tracker does not say.
 *
 * @param percentage GTFS-Realtime's {@code occupancy_percentage}: 100 is full, crush loads may pass it; 0 to 200
 */
public record Occupancy(@Nullable Status status, @Nullable Integer percentage) {
    public static final Occupancy UNKNOWN = new Occupancy(null, null);

    /** GTFS-Realtime's {@code OccupancyStatus}; in JSON by its name. */
    public enum Status {
        EMPTY,
        MANY_SEATS_AVAILABLE,
        FEW_SEATS_AVAILABLE,
        STANDING_ROOM_ONLY,
        CRUSHED_STANDING_ROOM_ONLY,
        FULL,
        NOT_ACCEPTING_PASSENGERS,
        NO_DATA_AVAILABLE,
        NOT_BOARDABLE
    }

    public Occupancy {
        Range.require("occp", percentage, 0, 200);
    }
}

package io.bellcord.simulator.driving;

/** How full a bus is, in the words of GTFS-Realtime's {@code OccupancyStatus}. */
public enum Occupancy {
    EMPTY,
    MANY_SEATS_AVAILABLE,
    FEW_SEATS_AVAILABLE,
    STANDING_ROOM_ONLY,
    CRUSHED_STANDING_ROOM_ONLY,
    FULL;

    /** Seats are about half of the places in a city bus. */
    public static Occupancy ofPercent(int percent) {
        if (percent <= 0) {
            return EMPTY;
        } else if (percent < 30) {
            return MANY_SEATS_AVAILABLE;
        } else if (percent < 50) {
            return FEW_SEATS_AVAILABLE;
        } else if (percent < 80) {
            return STANDING_ROOM_ONLY;
        }
        return percent < 100 ? CRUSHED_STANDING_ROOM_ONLY : FULL;
    }
}

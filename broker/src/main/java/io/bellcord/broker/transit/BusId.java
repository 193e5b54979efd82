package io.bellcord.broker.transit;

/**
 * A bus within its provider; GTFS-Realtime's vehicle id.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @throws IllegalArgumentException naming what is allowed and the value found
 */
public record BusId(String value) implements Comparable<BusId> {
    public BusId {
        Ids.require("bus", value);
    }

    public static boolean isValid(String value) {
        return Ids.isValid(value);
    }

    @Override
    public int compareTo(BusId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

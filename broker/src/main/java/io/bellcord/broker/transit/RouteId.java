package io.bellcord.broker.transit;

/**
 * A route within its provider; GTFS's route_id.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @throws IllegalArgumentException naming what is allowed and the value found
 */
public record RouteId(String value) implements Comparable<RouteId> {
    public RouteId {
        Ids.require("route", value);
    }

    public static boolean isValid(String value) {
        return Ids.isValid(value);
    }

    @Override
    public int compareTo(RouteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

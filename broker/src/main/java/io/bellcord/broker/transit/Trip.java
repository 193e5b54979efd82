package io.bellcord.broker.transit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which trip the bus runs: GTFS-Realtime's {@code TripDescriptor}; null where the tracker does not say.
 *
 * @param route GTFS route_id, 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}: it is a topic level
 * @param direction GTFS direction_id, 0 or 1
 * @param trip GTFS trip_id, at most 128 characters
 * @param startDate service date, YYYYMMDD
 * @param startTime HH:MM:SS, hours may pass 24
 */
public record Trip(
        @Nullable String route,
        @Nullable Integer direction,
        @Nullable String trip,
        @Nullable String startDate,
        @Nullable String startTime) {
    public static final Trip UNKNOWN = new Trip(null, null, null, null, null);

    private static final Pattern DATE = Pattern.compile("\\d{8}");
    private static final Pattern TIME = Pattern.compile("\\d{1,2}:[0-5]\\d:[0-5]\\d");

    public Trip {
        if (route != null && !Ids.isValid(route)) {
            throw new InvalidValue(Ids.rule("route", route));
        }
        Range.require("dir", direction, 0, 1);
        Text.require("trip", trip, 128);
        Text.require("sdate", startDate, DATE, "YYYYMMDD");
        Text.require("stime", startTime, TIME, "HH:MM:SS");
    }
}

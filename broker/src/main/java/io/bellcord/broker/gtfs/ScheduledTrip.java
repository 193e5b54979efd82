package io.bellcord.broker.gtfs;

import io.bellcord.broker.transit.RouteId;
import org.jspecify.annotations.Nullable;

/**
 * A trip of a timetable.
 *
 * @param id GTFS trip_id, at most 128 characters
 * @param direction GTFS direction_id, 0 or 1; null where the timetable does not say
 */
public record ScheduledTrip(
        String id, RouteId route, @Nullable Integer direction) {}

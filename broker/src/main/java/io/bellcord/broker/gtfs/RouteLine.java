package io.bellcord.broker.gtfs;

import io.bellcord.broker.transit.RouteId;
import org.jspecify.annotations.Nullable;

/**
 * A line on the map that a route follows.
 *
 * @param direction GTFS direction_id, 0 or 1; null where the timetable does not say
 * @param coordinates GeoJSON's of a LineString: {@code [[longitude,latitude],…]}
 */
public record RouteLine(RouteId route, @Nullable Integer direction, String coordinates) {}

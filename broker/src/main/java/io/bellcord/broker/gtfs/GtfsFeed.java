package io.bellcord.broker.gtfs;

import io.bellcord.broker.provider.Route;
import java.util.List;

/** What is taken from a GTFS. */
public record GtfsFeed(
        String agency,
        String timezone,
        List<Route> routes,
        List<Stop> stops,
        List<ScheduledTrip> trips,
        List<RouteLine> lines) {}

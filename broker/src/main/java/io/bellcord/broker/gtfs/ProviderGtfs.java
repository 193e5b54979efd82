package io.bellcord.broker.gtfs;

import io.bellcord.broker.provider.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One provider's GTFS. Immutable. */
public final class ProviderGtfs {
    private final Instant importedAt;
    private final List<Route> routes;
    private final List<Stop> stops;
    private final List<RouteLine> lines;
    private final TripIndex trips;
    private final Set<String> routeIds;
    private final Set<String> stopIds;

    ProviderGtfs(Instant importedAt, List<Route> routes, List<Stop> stops, List<RouteLine> lines, TripIndex trips) {
        this.importedAt = importedAt;
        this.routes = List.copyOf(routes);
        this.stops = List.copyOf(stops);
        this.lines = List.copyOf(lines);
        this.trips = trips;
        routeIds = routes.stream().map(route -> route.id().value()).collect(Collectors.toUnmodifiableSet());
        stopIds = stops.stream().map(Stop::id).collect(Collectors.toUnmodifiableSet());
    }

    /** When it was imported, by PostgreSQL's clock: another import has another time. */
    public Instant importedAt() {
        return importedAt;
    }

    /** In the order of their ids. */
    public List<Route> routes() {
        return routes;
    }

    /** In the order of their ids. */
    public List<Stop> stops() {
        return stops;
    }

    /** In the order of their routes. */
    public List<RouteLine> lines() {
        return lines;
    }

    public int tripCount() {
        return trips.size();
    }

    public Optional<ScheduledTrip> trip(String id) {
        return trips.find(id);
    }

    public boolean hasRoute(String id) {
        return routeIds.contains(id);
    }

    public boolean hasStop(String id) {
        return stopIds.contains(id);
    }
}

package io.bellcord.broker.gtfs.file;

import io.bellcord.broker.gtfs.GtfsFeed;
import io.bellcord.broker.gtfs.ScheduledTrip;
import io.bellcord.broker.gtfs.Stop;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.transit.RouteId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads of a GTFS what is needed of it: agency, routes, stops, trips, and the lines that routes follow. */
public final class GtfsReader {
    private static final int LONGEST_STOP_ID = 64;
    private static final int LONGEST_TRIP_ID = 128;
    private static final int LONGEST_NAME = 1_024;
    private static final int LONGEST_DESCRIPTION = 8_192;
    private static final int PLATFORM = 0;

    private final GtfsZip zip;
    private final Limits limits;
    private final Problems problems;
    private final Map<String, Route> routes = new HashMap<>();
    private final Map<String, Stop> stops = new HashMap<>();
    private final List<ScheduledTrip> trips = new ArrayList<>();
    private final Lines lines;
    private long characters;
    private String agency = "";
    private String timezone = "";

    private GtfsReader(GtfsZip zip, Limits limits, Problems problems) {
        this.zip = zip;
        this.limits = limits;
        this.problems = problems;
        lines = new Lines(zip, limits, stops);
    }

    /**
     * All that is taken from a zip.
     *
     * @throws BadGtfs with what is wrong with it, the first twenty
     * @throws IOException if the file itself cannot be read
     */
    public static GtfsFeed read(Path file, Limits limits) throws IOException, BadGtfs {
        var problems = new Problems();
        try (GtfsZip zip = GtfsZip.open(file, limits, problems)) {
            GtfsFeed feed = new GtfsReader(zip, limits, problems).read();
            problems.throwIfAny();
            return feed;
        } catch (Problems.Enough e) {
            problems.throwIfAny();
            throw e;
        }
    }

    private GtfsFeed read() {
        zip.read("agency.txt", List.of("agency_name", "agency_timezone"), limits.routes(), this::agency);
        zip.read("routes.txt", List.of("route_id", "route_type"), limits.routes(), this::route);
        zip.read("stops.txt", List.of("stop_id", "stop_lat", "stop_lon"), limits.stops(), this::stop);
        Set<String> seen = new HashSet<>();
        zip.read("trips.txt", List.of("route_id", "trip_id"), limits.trips(), row -> trip(row, seen));
        if (routes.isEmpty()) {
            problems.add("routes.txt has no route");
        }
        return new GtfsFeed(
                agency,
                timezone,
                routes.values().stream()
                        .sorted(java.util.Comparator.comparing(Route::id))
                        .toList(),
                List.copyOf(stops.values()),
                trips,
                lines.read());
    }

    /** The first: all of one GTFS have one time zone. */
    private void agency(Row row) {
        String zone = row.get("agency_timezone");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new Row.Bad("agency_timezone must be a time zone as in Europe/Monaco but is " + Row.quoted(zone));
        }
        if (agency.isEmpty()) {
            agency = Row.printable(row.get("agency_name", LONGEST_NAME));
            timezone = zone;
        }
    }

    private void route(Row row) {
        RouteId id = routeId(row);
        Optional<String> shortName = row.find("route_short_name", LONGEST_NAME);
        Optional<String> longName = row.find("route_long_name", LONGEST_NAME);
        String name = shortName
                .or(() -> longName)
                .orElseThrow(() -> new Row.Bad("route_short_name and route_long_name are both missing"));
        var route = new Route(
                id,
                name,
                row.find("route_desc", LONGEST_DESCRIPTION),
                row.findColour("route_color"),
                shortName,
                longName,
                row.findColour("route_text_color"),
                Optional.of(row.getWhole("route_type", 0, 1_999)));
        count(id.value().length(), route.description(), shortName, longName);
        if (routes.putIfAbsent(id.value(), route) != null) {
            throw twice("route_id", id.value());
        }
    }

    private static RouteId routeId(Row row) {
        String id = row.get("route_id");
        if (!RouteId.isValid(id)) {
            throw new Row.Bad(
                    "route_id must be 1 to 64 characters of A-Z a-z 0-9 . _ -, as it is a part of topics, but is "
                            + Row.quoted(id));
        }
        return new RouteId(id);
    }

    /** Stations, entrances and the like are no places that a bus is at. */
    private void stop(Row row) {
        if (row.findWhole("location_type", 0, 4).orElse(PLATFORM) != PLATFORM) {
            return;
        }
        String id = row.get("stop_id", LONGEST_STOP_ID);
        var stop = new Stop(
                id,
                row.find("stop_code", LONGEST_NAME),
                row.find("stop_name", LONGEST_NAME).orElse(id),
                row.number("stop_lat", -90, 90),
                row.number("stop_lon", -180, 180));
        count(id.length() + stop.name().length(), stop.code());
        if (stops.putIfAbsent(id, stop) != null) {
            throw twice("stop_id", id);
        }
    }

    /** Each is short, and there may be many. */
    @SafeVarargs
    private final void count(int length, Optional<String>... more) {
        characters += length;
        for (Optional<String> text : more) {
            characters += text.map(String::length).orElse(0);
        }
        if (characters > limits.characters()) {
            throw problems.last("routes.txt and stops.txt have more than the " + limits.characters()
                    + " characters of ids and names that are read");
        }
    }

    private void trip(Row row, Set<String> seen) {
        String id = row.get("trip_id", LONGEST_TRIP_ID);
        String routeId = row.get("route_id");
        Route route = routes.get(routeId);
        if (route == null) {
            throw new Row.Bad("route_id " + Row.quoted(routeId) + " is not in routes.txt");
        }
        var trip = new ScheduledTrip(
                id, route.id(), row.findWhole("direction_id", 0, 1).orElse(null));
        if (!seen.add(id)) {
            throw twice("trip_id", id);
        }
        trips.add(trip);
        lines.add(trip, row.find("shape_id", LONGEST_TRIP_ID));
    }

    private static Row.Bad twice(String column, String id) {
        return new Row.Bad(column + " " + Row.quoted(id) + " stands in an earlier line already");
    }
}

package io.bellcord.broker.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.gtfs.GtfsFeed;
import io.bellcord.broker.gtfs.RouteLine;
import io.bellcord.broker.gtfs.Stop;
import io.bellcord.broker.transit.RouteId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stops and lines of the demo's routes, of the map that its buses drive on; there are no trips, as they keep to no timetable. */
final class DemoGtfs {
    private static final String MAP = "/demo/monaco.geojson";
    private static final double METRES_PER_DEGREE = 111_195;

    private final Map<String, Stop> stops = new LinkedHashMap<>();
    private final List<RouteLine> lines = new ArrayList<>();

    private DemoGtfs() {}

    static GtfsFeed of(DemoProvider provider) {
        var read = new DemoGtfs();
        var routes = provider.routes().stream().map(route -> route.id().value()).collect(Collectors.toSet());
        for (JsonNode direction : map().path("features")) {
            if (routes.contains(direction.at("/properties/route").asText())) {
                read.take(direction);
            }
        }
        return new GtfsFeed(
                provider.name(),
                "Europe/Monaco",
                provider.routes(),
                List.copyOf(read.stops.values()),
                List.of(),
                read.lines);
    }

    private static JsonNode map() {
        try (InputStream file = Objects.requireNonNull(DemoGtfs.class.getResourceAsStream(MAP), MAP)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(JsonNode direction) {
        JsonNode coordinates = direction.at("/geometry/coordinates");
        lines.add(new RouteLine(
                new RouteId(direction.at("/properties/route").asText()),
                direction.at("/properties/direction").asInt(),
                coordinates.toString()));
        for (JsonNode stop : direction.at("/properties/stops")) {
            stops.computeIfAbsent(stop.path("id").asText(), id -> stop(id, stop, coordinates));
        }
    }

    private static Stop stop(String id, JsonNode stop, JsonNode line) {
        double rest = stop.path("along").asDouble();
        int last = line.size() - 1;
        int from = 0;
        while (from < last - 1 && rest > metres(line.get(from), line.get(from + 1))) {
            rest -= metres(line.get(from), line.get(from + 1));
            from++;
        }
        double length = metres(line.get(from), line.get(from + 1));
        double part = length == 0 ? 0 : Math.min(1, rest / length);
        return new Stop(
                id,
                Optional.empty(),
                stop.path("name").asText(),
                between(line, from, 1, part),
                between(line, from, 0, part));
    }

    private static double between(JsonNode line, int from, int axis, double part) {
        double start = line.get(from).get(axis).asDouble();
        double place = start + part * (line.get(from + 1).get(axis).asDouble() - start);
        return Double.parseDouble(String.format(Locale.ROOT, "%.6f", place));
    }

    private static double metres(JsonNode from, JsonNode to) {
        double north = to.get(1).asDouble() - from.get(1).asDouble();
        double east = (to.get(0).asDouble() - from.get(0).asDouble())
                * Math.cos(Math.toRadians(from.get(1).asDouble()));
        return Math.hypot(north, east) * METRES_PER_DEGREE;
    }
}

package io.bellcord.simulator.streets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the GeoJSON that the map-data profile writes: one feature for each direction of a route. */
final class RouteFile {
    private RouteFile() {}

    static List<Route> read(String resource) {
        try (var in = Objects.requireNonNull(RouteFile.class.getResourceAsStream(resource), resource)) {
            return routes(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Route> routes(JsonNode collection) {
        Map<String, List<JsonNode>> byRoute = new LinkedHashMap<>();
        for (var feature : collection.path("features")) {
            var properties = feature.path("properties");
            var key = properties.path("operator").asText()
                    + '/'
                    + properties.path("route").asText();
            byRoute.computeIfAbsent(key, _ -> new ArrayList<>()).add(feature);
        }
        return byRoute.values().stream().map(RouteFile::route).toList();
    }

    private static Route route(List<JsonNode> features) {
        var directions = features.stream()
                .map(RouteFile::direction)
                .sorted(Comparator.comparingInt(Direction::number))
                .toList();
        var properties = features.getFirst().path("properties");
        return new Route(
                Operator.named(properties.path("operator").asText()),
                properties.path("route").asText(),
                properties.path("ref").asText(),
                properties.path("name").asText(),
                properties.path("description").asText(),
                properties.path("colour").asText(),
                directions);
    }

    private static Direction direction(JsonNode feature) {
        var properties = feature.path("properties");
        var stops = new ArrayList<Stop>();
        for (var stop : properties.path("stops")) {
            stops.add(new Stop(
                    stop.path("id").asText(),
                    stop.path("name").asText(),
                    stop.path("along").asDouble()));
        }
        return new Direction(
                properties.path("direction").asInt(),
                line(feature.path("geometry").path("coordinates")),
                stops,
                line(properties.path("onward")));
    }

    private static Line line(JsonNode coordinates) {
        var places = new ArrayList<Place>();
        for (var coordinate : coordinates) {
            places.add(
                    new Place(coordinate.path(1).asDouble(), coordinate.path(0).asDouble()));
        }
        return Line.through(places);
    }
}

package io.bellcord.simulator.mapdata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.simulator.mapdata.OutlineDrawer.Kind;
import io.bellcord.simulator.streets.Line;
import io.bellcord.simulator.streets.Operator;
import io.bellcord.simulator.streets.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the map for the simulator, and for the broker's demo the list of routes on it. */
final class MapFiles {
    private final ObjectMapper json = new ObjectMapper();

    /** GeoJSON, one feature a line, so that a change shows which route it changed. */
    void writeMap(List<Drawn> routes, Path file) throws IOException {
        var features = routes.stream().map(route -> feature(route).toString()).collect(Collectors.joining(",\n"));
        var start = header().toString();
        Files.writeString(file, start.substring(0, start.length() - 1) + ",\"features\":[\n" + features + "\n]}\n");
    }

    private ObjectNode header() {
        return json.createObjectNode()
                .put("type", "FeatureCollection")
                .put("attribution", "\u00a9 OpenStreetMap contributors")
                .put("licence", "ODbL-1.0")
                .put("source", "OpenStreetMap, extract of Monaco of 2021; see NOTICE.txt beside this file");
    }

    void writeRoutes(List<Drawn> routes, Path file) throws IOException {
        var providers = json.createArrayNode();
        for (var operator : Operator.values()) {
            providers
                    .addObject()
                    .put("provider", operator.provider())
                    .put("providerName", operator.displayName())
                    .set("routes", routesOf(operator, routes));
        }
        Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(providers) + "\n");
    }

    private ArrayNode routesOf(Operator operator, List<Drawn> routes) {
        var array = json.createArrayNode();
        var seen = new HashSet<String>();
        for (var route : routes) {
            if (route.operator() == operator && seen.add(route.ref())) {
                array.addObject()
                        .put("id", route.ref())
                        .put("name", route.name())
                        .put("description", route.description())
                        .put("colour", route.colour());
            }
        }
        return array;
    }

    /** One feature of each kind. A metre is exact enough for the eye. */
    void writeOutline(Map<Kind, List<List<Place>>> outline, Path file) throws IOException {
        var features = outline.entrySet().stream()
                .map(entry -> feature(entry.getKey(), entry.getValue()).toString())
                .collect(Collectors.joining(",\n"));
        var start = header().toString();
        Files.writeString(file, start.substring(0, start.length() - 1) + ",\"features\":[\n" + features + "\n]}\n");
    }

    private ObjectNode feature(Kind kind, List<List<Place>> shapes) {
        var feature = json.createObjectNode().put("type", "Feature");
        feature.putObject("properties").put("kind", kind.name().toLowerCase(Locale.ROOT));
        var geometry = feature.putObject("geometry").put("type", kind.isArea() ? "MultiPolygon" : "MultiLineString");
        var all = geometry.putArray("coordinates");
        shapes.forEach(shape -> places(shape, kind.isArea() ? all.addArray().addArray() : all.addArray()));
        return feature;
    }

    private static void places(List<Place> shape, ArrayNode array) {
        shape.forEach(place -> array.addArray().add(rounded(place.longitude())).add(rounded(place.latitude())));
    }

    private static double rounded(double degrees) {
        return Math.rint(degrees * 1e5) / 1e5;
    }

    private ObjectNode feature(Drawn route) {
        var feature = json.createObjectNode().put("type", "Feature");
        feature.set("properties", properties(route));
        feature.putObject("geometry").put("type", "LineString").set("coordinates", coordinates(route.line()));
        return feature;
    }

    private ObjectNode properties(Drawn route) {
        var properties = json.createObjectNode()
                .put("relation", route.relation().getId())
                .put("route", route.ref())
                .put("direction", route.direction())
                .put("ref", route.ref())
                .put("name", route.name())
                .put("description", route.description())
                .put("operator", route.tag("operator"))
                .put("network", route.tag("network"))
                .put("colour", route.colour());
        properties.set("stops", stops(route));
        properties.set("onward", coordinates(route.onward()));
        return properties;
    }

    private ArrayNode stops(Drawn route) {
        var stops = json.createArrayNode();
        for (var stop : route.stops()) {
            stops.addObject().put("id", stop.id()).put("name", stop.name()).put("along", stop.along());
        }
        return stops;
    }

    private ArrayNode coordinates(Line line) {
        var coordinates = json.createArrayNode();
        line.places()
                .forEach(place -> coordinates.addArray().add(place.longitude()).add(place.latitude()));
        return coordinates;
    }
}

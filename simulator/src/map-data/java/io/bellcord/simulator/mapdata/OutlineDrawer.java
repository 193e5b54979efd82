package io.bellcord.simulator.mapdata;

import io.bellcord.simulator.streets.Line;
import io.bellcord.simulator.streets.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openstreetmap.osmosis.core.domain.v0_6.Way;

/** Draws what a city looks like from above, in a few kinds of lines and areas: something to see buses on. */
final class OutlineDrawer {
    /** In the order in which they are drawn. */
    enum Kind {
        WATER(true),
        GREEN(true),
        BUILDING(true),
        RAIL(false),
        PATH(false),
        STREET(false),
        ROAD(false);

        private final boolean area;

        Kind(boolean area) {
            this.area = area;
        }

        boolean isArea() {
            return area;
        }
    }

    private static final Set<String> ROADS = Set.of("motorway", "trunk", "primary", "secondary", "tertiary");
    private static final Set<String> STREETS = Set.of("unclassified", "residential", "living_street", "road");
    private static final Set<String> PATHS = Set.of("pedestrian", "service", "footway", "path", "steps");
    private static final Set<String> GREENS =
            Set.of("park", "garden", "forest", "grass", "wood", "cemetery", "scrub", "meadow");

    /** So far beyond the extract the sea goes on, in degrees. */
    private static final double FAR = 0.6;

    private static final double SMALLEST_BUILDING = 1.2e-8; // square degrees, about 100 square metres
    private static final double SMALLEST_GREEN = 4e-8;
    private static final double SHORTEST_PATH = 40; // metres

    private final OsmData data;

    OutlineDrawer(OsmData data) {
        this.data = data;
    }

    Map<Kind, List<List<Place>>> draw() {
        var drawn = new EnumMap<Kind, List<List<Place>>>(Kind.class);
        shapes(drawn, Kind.WATER).add(sea());
        for (Way way : data.ways().values()) {
            kind(way).ifPresent(kind -> {
                List<Place> places = places(OsmData.nodeIds(way));
                if (places.size() > 1 && isLargeEnough(kind, places)) {
                    shapes(drawn, kind).add(places);
                }
            });
        }
        return drawn;
    }

    private static List<List<Place>> shapes(Map<Kind, List<List<Place>>> drawn, Kind kind) {
        return drawn.computeIfAbsent(kind, _ -> new ArrayList<>());
    }

    private static Optional<Kind> kind(Way way) {
        Optional<String> highway = OsmData.tag(way, "highway").map(value -> value.replace("_link", ""));
        if (highway.isPresent()) {
            return OsmData.tag(way, "tunnel").isPresent()
                    ? Optional.empty()
                    : highway.flatMap(OutlineDrawer::ofHighway);
        }
        if (OsmData.has(way, "railway", "rail")) {
            return OsmData.tag(way, "tunnel").isPresent() ? Optional.empty() : Optional.of(Kind.RAIL);
        }
        if (OsmData.tag(way, "building").isPresent()) {
            return Optional.of(Kind.BUILDING);
        }
        if (OsmData.has(way, "natural", "water")) {
            return Optional.of(Kind.WATER);
        }
        return List.of("leisure", "landuse", "natural").stream()
                        .flatMap(key -> OsmData.tag(way, key).stream())
                        .anyMatch(GREENS::contains)
                ? Optional.of(Kind.GREEN)
                : Optional.empty();
    }

    private static Optional<Kind> ofHighway(String value) {
        if (ROADS.contains(value)) {
            return Optional.of(Kind.ROAD);
        }
        if (STREETS.contains(value)) {
            return Optional.of(Kind.STREET);
        }
        return PATHS.contains(value) ? Optional.of(Kind.PATH) : Optional.empty();
    }

    private static boolean isLargeEnough(Kind kind, List<Place> places) {
        return switch (kind) {
            case BUILDING -> area(places) > SMALLEST_BUILDING;
            case GREEN -> area(places) > SMALLEST_GREEN;
            case PATH -> Line.through(places).length() > SHORTEST_PATH;
            default -> true;
        };
    }

    private static double area(List<Place> ring) {
        double twice = 0;
        for (int i = 0; i < ring.size(); i++) {
            Place one = ring.get(i);
            Place next = ring.get((i + 1) % ring.size());
            twice += one.longitude() * next.latitude() - next.longitude() * one.latitude();
        }
        return Math.abs(twice) / 2;
    }

    private List<Place> places(List<Long> nodes) {
        return nodes.stream().filter(data.nodes()::containsKey).map(data::place).toList();
    }

    /** The longest coast there is, which has land on its left; closed far out, where nothing is drawn anyway. */
    private List<Place> sea() {
        List<Place> coast = new ArrayList<>(places(coast()));
        Place first = coast.getFirst();
        Place last = coast.getLast();
        double east = last.longitude() - first.longitude();
        double north = last.latitude() - first.latitude();
        double scale = FAR / Math.hypot(east, north);
        coast.add(new Place(last.latitude() + north * scale, last.longitude() + east * scale));
        coast.add(new Place(last.latitude() + (north - east) * scale, last.longitude() + (east + north) * scale));
        coast.add(new Place(first.latitude() - (north + east) * scale, first.longitude() + (north - east) * scale));
        coast.add(new Place(first.latitude() - north * scale, first.longitude() - east * scale));
        return coast;
    }

    private List<Long> coast() {
        Map<Long, List<Long>> byFirst = new HashMap<>();
        data.ways().values().stream()
                .filter(way -> OsmData.has(way, "natural", "coastline"))
                .map(OsmData::nodeIds)
                .forEach(nodes -> byFirst.put(nodes.getFirst(), nodes));
        return byFirst.values().stream()
                .map(start -> joined(start, byFirst))
                .max((one, other) -> Integer.compare(one.size(), other.size()))
                .orElseThrow();
    }

    private static List<Long> joined(List<Long> start, Map<Long, List<Long>> byFirst) {
        var all = new ArrayList<>(start);
        Collection<Long> seen = new ArrayList<>(List.of(start.getFirst()));
        for (List<Long> next = byFirst.get(all.getLast());
                next != null && !seen.contains(next.getFirst());
                next = byFirst.get(all.getLast())) {
            seen.add(next.getFirst());
            all.addAll(next.subList(1, next.size()));
        }
        return all;
    }
}

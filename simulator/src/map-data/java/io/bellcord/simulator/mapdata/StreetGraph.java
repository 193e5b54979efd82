package io.bellcord.simulator.mapdata;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.openstreetmap.osmosis.core.domain.v0_6.Way;

/**
 * The streets a bus may use, for the shortest way from where one direction ends to where the other starts. At the
 * edge of the extract, where the place to turn lies outside, that leads a little way against a one-way street.
 */
final class StreetGraph {
    private static final Set<String> DRIVABLE = Set.of(
            "trunk",
            "primary",
            "secondary",
            "tertiary",
            "unclassified",
            "residential",
            "service",
            "busway",
            "living_street",
            "trunk_link",
            "primary_link",
            "secondary_link",
            "tertiary_link");

    private static final double AGAINST_ONE_WAY = 10; // times as long

    private record Reached(long node, double cost) {}

    private final OsmData map;
    private final Map<Long, Map<Long, Double>> next = new HashMap<>();

    StreetGraph(OsmData map) {
        this.map = map;
        map.ways().values().forEach(this::add);
    }

    private void add(Way way) {
        if (OsmData.tag(way, "highway").filter(DRIVABLE::contains).isEmpty()) {
            return;
        }
        var isOneWay = OsmData.has(way, "oneway", "yes") || OsmData.has(way, "junction", "roundabout");
        var nodes = OsmData.nodeIds(way);
        for (var i = 0; i + 1 < nodes.size(); i++) {
            link(nodes.get(i), nodes.get(i + 1), 1);
            link(nodes.get(i + 1), nodes.get(i), isOneWay ? AGAINST_ONE_WAY : 1);
        }
    }

    private void link(Long from, Long to, double factor) {
        var cost = factor * map.place(from).metresTo(map.place(to));
        next.computeIfAbsent(from, _ -> new HashMap<>()).merge(to, cost, Math::min);
    }

    /** Dijkstra's; empty when no street leads there. */
    Optional<List<Long>> shortest(long from, long to) {
        var cameFrom = new HashMap<Long, Long>();
        var best = new HashMap<>(Map.of(from, 0.0));
        var open = new PriorityQueue<>(Comparator.comparingDouble(Reached::cost));
        open.add(new Reached(from, 0));
        for (var here = open.poll(); here != null; here = open.poll()) {
            if (here.node() == to) {
                return Optional.of(pathTo(to, cameFrom));
            }
            for (var street : next.getOrDefault(here.node(), Map.of()).entrySet()) {
                var neighbour = street.getKey();
                var cost = here.cost() + street.getValue();
                if (cost < best.getOrDefault(neighbour, Double.MAX_VALUE)) {
                    best.put(neighbour, cost);
                    cameFrom.put(neighbour, here.node());
                    open.add(new Reached(neighbour, cost));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Long> pathTo(long to, Map<Long, Long> cameFrom) {
        var path = new ArrayList<Long>();
        for (Long node = to; node != null; node = cameFrom.get(node)) {
            path.addFirst(node);
        }
        return path;
    }
}

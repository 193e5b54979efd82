package io.bellcord.simulator.mapdata;

import static java.util.Objects.requireNonNull;

import io.bellcord.simulator.streets.Line;
import io.bellcord.simulator.streets.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openstreetmap.osmosis.core.domain.v0_6.EntityType;
import org.openstreetmap.osmosis.core.domain.v0_6.Relation;

/**
 * Joins a route's member ways, which stand in order but each in its own direction, into what a bus drives. Where
 * a way is missing (outside the extract) the line breaks, and the longest piece is kept.
 */
final class Stitcher {
    private static final double MAX_GAP = 100; // metres

    private final OsmData map;
    private final List<List<Long>> pieces = new ArrayList<>();

    private Stitcher(OsmData map) {
        this.map = map;
    }

    /** Nodes in the order driven; empty when the extract holds none of the route. */
    static List<Long> stitch(OsmData map, Relation route) {
        var stitcher = new Stitcher(map);
        var ways = route.getMembers().stream()
                .filter(member -> member.getMemberType() == EntityType.Way)
                .map(member -> map.ways().get(member.getMemberId()))
                .filter(Objects::nonNull)
                .map(OsmData::nodeIds)
                .toList();
        for (var i = 0; i < ways.size(); i++) {
            var next = i + 1 < ways.size() ? ways.get(i + 1) : List.<Long>of();
            stitcher.append(ways.get(i), next);
        }
        return stitcher.longest().orElse(List.of());
    }

    private void append(List<Long> way, List<Long> next) {
        var isRing = way.getFirst().equals(way.getLast());
        if (isRing && !pieces.isEmpty() && way.contains(end())) {
            pieces.getLast().addAll(aroundRing(way, next));
        } else if (pieces.isEmpty()) {
            pieces.add(new ArrayList<>(next.contains(way.getFirst()) && !isRing ? way.reversed() : way));
        } else {
            join(way);
        }
    }

    private void join(List<Long> way) {
        var forward = metres(end(), way.getFirst());
        var backward = metres(end(), way.getLast());
        var driven = backward < forward ? way.reversed() : way;
        if (Math.min(forward, backward) > MAX_GAP) {
            pieces.add(new ArrayList<>(driven));
        } else {
            pieces.getLast().addAll(driven);
        }
    }

    /** A roundabout is one closed way: it is left at the first node that the next way shares. */
    private List<Long> aroundRing(List<Long> ring, List<Long> next) {
        var nodes = ring.subList(0, ring.size() - 1);
        var entry = nodes.indexOf(end());
        var driven = new ArrayList<Long>();
        for (var i = 1; i <= nodes.size(); i++) {
            var node = nodes.get((entry + i) % nodes.size());
            driven.add(node);
            if (next.contains(node)) {
                break;
            }
        }
        return driven;
    }

    private Optional<List<Long>> longest() {
        return pieces.stream()
                .max(Comparator.comparingDouble(
                        piece -> Line.through(places(map, piece)).length()));
    }

    /** Where the nodes are, without the repetitions at which two ways meet. */
    static List<Place> places(OsmData map, List<Long> nodes) {
        var places = new ArrayList<Place>();
        for (var node : nodes) {
            var place = map.place(node);
            if (places.isEmpty() || !places.getLast().equals(place)) {
                places.add(place);
            }
        }
        if (places.size() == 1) {
            places.add(places.getFirst());
        }
        return places;
    }

    private Long end() {
        return requireNonNull(pieces.getLast().getLast());
    }

    private double metres(long from, long to) {
        return map.place(from).metresTo(map.place(to));
    }
}

package io.bellcord.simulator.mapdata;

import io.bellcord.simulator.streets.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openstreetmap.osmosis.core.domain.v0_6.Relation;

/** Draws every bus route of the map, both directions and the streets between them. */
final class RouteDrawer {
    private static final double WORTH_DRIVING = 600; // metres: less is the tip of a route that lies elsewhere

    /** A direction before its neighbour is known. */
    private record Piece(Relation relation, List<Long> nodes, Line line) {}

    private final OsmData map;
    private final StreetGraph streets;

    RouteDrawer(OsmData map) {
        this.map = map;
        this.streets = new StreetGraph(map);
    }

    List<Drawn> draw() {
        Map<String, List<Piece>> byRoute = new LinkedHashMap<>();
        map.relations().stream()
                .filter(relation -> OsmData.has(relation, "route", "bus"))
                .sorted(Comparator.comparingLong(Relation::getId))
                .forEach(relation -> addPiece(relation, byRoute));
        return byRoute.values().stream()
                .flatMap(pieces -> drawn(pieces).stream())
                .sorted(Comparator.comparing(Drawn::operator).thenComparing(drawn -> "%4s".formatted(drawn.ref())))
                .toList();
    }

    private void addPiece(Relation relation, Map<String, List<Piece>> byRoute) {
        var nodes = Stitcher.stitch(map, relation);
        if (nodes.size() < 2) {
            return;
        }
        var line = Line.through(Stitcher.places(map, nodes));
        if (line.length() >= WORTH_DRIVING) {
            var route = OsmData.tag(relation, "network").orElse("Autobus de Monaco") + masterName(relation);
            byRoute.computeIfAbsent(route, _ -> new ArrayList<>()).add(new Piece(relation, nodes, line));
        }
    }

    private List<Drawn> drawn(List<Piece> pieces) {
        var drawn = new ArrayList<Drawn>();
        for (var i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            var following = pieces.get((i + 1) % pieces.size());
            var stops = StopFinder.stops(map, piece.relation(), piece.line());
            drawn.add(new Drawn(
                    piece.relation(), masterName(piece.relation()), i, piece.line(), stops, onward(piece, following)));
        }
        return drawn;
    }

    private Line onward(Piece piece, Piece following) {
        var from = piece.nodes().getLast();
        var to = following.nodes().getFirst();
        var path = streets.shortest(from, to)
                .orElseThrow(() -> new IllegalStateException(
                        "no street from the end of relation " + piece.relation().getId() + " to "
                                + following.relation().getId()));
        return Line.through(Stitcher.places(map, path));
    }

    /** The relation that holds both directions has the name that riders know. */
    private String masterName(Relation route) {
        return map.relations().stream()
                .filter(master -> OsmData.has(master, "type", "route_master"))
                .filter(master ->
                        master.getMembers().stream().anyMatch(member -> member.getMemberId() == route.getId()))
                .flatMap(master -> OsmData.tag(master, "name").stream())
                .findFirst()
                .orElseGet(() -> OsmData.tag(route, "name").orElse(""));
    }
}

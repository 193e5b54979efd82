package io.bellcord.simulator.mapdata;

import io.bellcord.simulator.streets.Line;
import io.bellcord.simulator.streets.Place;
import io.bellcord.simulator.streets.Stop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openstreetmap.osmosis.core.domain.v0_6.EntityType;
import org.openstreetmap.osmosis.core.domain.v0_6.Node;
import org.openstreetmap.osmosis.core.domain.v0_6.Relation;

/**
 * Finds a route's stops along its line. They stand in order, but the line may pass one twice, and where it was cut
 * not at all: so the longest chain of passes in order is taken.
 */
final class StopFinder {
    private static final double STEP = 2; // metres
    private static final double BESIDE_THE_STREET = 35; // metres
    private static final double THE_SAME_STOP = 40; // metres: its platform and its place on the street are two nodes

    /** One pass by a stop, and the longest chain of earlier stops that can lead to it. */
    private record Pass(
            Node node, int order, double along, @Nullable Pass before, int count) {
        boolean canPrecede(int laterOrder, double laterAlong) {
            return order < laterOrder && along + THE_SAME_STOP <= laterAlong;
        }
    }

    private final Line line;
    private final List<Pass> passes = new ArrayList<>();

    private StopFinder(Line line) {
        this.line = line;
    }

    static List<Stop> stops(OsmData map, Relation route, Line line) {
        var finder = new StopFinder(line);
        var order = 0;
        for (var member : route.getMembers()) {
            var node = map.nodes().get(member.getMemberId());
            if (member.getMemberType() == EntityType.Node && node != null) {
                finder.addPasses(node, order++, map.place(node.getId()));
            }
        }
        return finder.longestChain();
    }

    private void addPasses(Node node, int order, Place place) {
        for (var along : closestApproaches(place)) {
            Pass before = null;
            for (var pass : passes) {
                if (pass.canPrecede(order, along) && (before == null || pass.count() > before.count())) {
                    before = pass;
                }
            }
            passes.add(new Pass(node, order, along, before, before == null ? 1 : before.count() + 1));
        }
    }

    /** Metres along the line, once for each time that it comes close. */
    private List<Double> closestApproaches(Place place) {
        var found = new ArrayList<Double>();
        var nearest = BESIDE_THE_STREET;
        for (double along = 0; along <= line.length(); along += STEP) {
            var metres = line.at(along).metresTo(place);
            if (metres > BESIDE_THE_STREET) {
                nearest = BESIDE_THE_STREET;
            } else if (metres < nearest) {
                if (nearest < BESIDE_THE_STREET) {
                    found.removeLast();
                }
                nearest = metres;
                found.add(Math.rint(along));
            }
        }
        return found;
    }

    private List<Stop> longestChain() {
        Pass last = null;
        for (var pass : passes) {
            if (last == null || pass.count() > last.count()) {
                last = pass;
            }
        }
        var stops = new ArrayList<Stop>();
        for (var pass = last; pass != null; pass = pass.before()) {
            var node = pass.node();
            stops.addFirst(new Stop(
                    Long.toString(node.getId()), OsmData.tag(node, "name").orElse(""), pass.along()));
        }
        return stops;
    }
}

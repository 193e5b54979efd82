package io.bellcord.simulator.mapdata;

import io.bellcord.simulator.streets.Line;
import io.bellcord.simulator.streets.Operator;
import io.bellcord.simulator.streets.Stop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openstreetmap.osmosis.core.domain.v0_6.Relation;

/** One direction of a route, found on the map: what a feature of the map file says. */
record Drawn(Relation relation, String name, int direction, Line line, List<Stop> stops, Line onward) {
    private static final Map<String, String> COLOURS =
            Map.of("red", "#ff0000", "dodgerblue", "#1e90ff", "darkgray", "#a9a9a9");

    String tag(String key) {
        return OsmData.tag(relation, key).orElse("");
    }

    String ref() {
        return tag("ref");
    }

    Operator operator() {
        return Operator.named(tag("operator"));
    }

    /** Lower case, six digits, as style sheets and GTFS both take it. */
    String colour() {
        var colour = tag("colour").toLowerCase(Locale.ROOT);
        return COLOURS.getOrDefault(colour, colour);
    }

    /** Both ends, or what lies between where the ends are not told. */
    String description() {
        var from = tag("from");
        return from.isEmpty() ? tag("via").replace(";", ", ") : from + " \u2013 " + tag("to");
    }
}

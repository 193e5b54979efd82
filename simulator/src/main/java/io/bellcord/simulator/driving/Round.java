package io.bellcord.simulator.driving;

import io.bellcord.simulator.streets.Route;
import java.util.ArrayList;
import java.util.List;

/** A route as a bus drives it again and again: each direction, and the streets from its end to the next. */
record Round(String route, List<Leg> legs) {

    static Round of(Route route) {
        var legs = new ArrayList<Leg>();
        for (var direction : route.directions()) {
            legs.add(Leg.inService(direction));
            if (direction.onward().length() > 0) {
                legs.add(Leg.deadhead(direction.onward()));
            }
        }
        return new Round(route.id(), List.copyOf(legs));
    }

    double length() {
        return legs.stream().mapToDouble(leg -> leg.line().length()).sum();
    }
}

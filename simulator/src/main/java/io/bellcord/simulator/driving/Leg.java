package io.bellcord.simulator.driving;

import io.bellcord.simulator.streets.Direction;
import io.bellcord.simulator.streets.Line;
import io.bellcord.simulator.streets.Stop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch that a bus drives from end to end.
 *
 * @param halts metres along the line at which it stops for passengers, ascending
 * @param direction null without passengers
 */
record Leg(Line line, List<Double> halts, @Nullable Integer direction) {
    private static final double TERMINUS = 20; // metres from either end: the layover is halt enough

    static Leg inService(Direction direction) {
        var line = direction.line();
        var halts = direction.stops().stream()
                .map(Stop::along)
                .filter(along -> along > TERMINUS && along < line.length() - TERMINUS)
                .toList();
        return new Leg(line, halts, direction.number());
    }

    static Leg deadhead(Line line) {
        return new Leg(line, List.of(), null);
    }

    boolean isInService() {
        return direction != null;
    }
}

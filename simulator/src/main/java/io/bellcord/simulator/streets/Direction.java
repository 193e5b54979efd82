package io.bellcord.simulator.streets;

import java.util.List;

/**
 * One way along a route.
 *
 * @param number GTFS {@code direction_id}, 0 or 1
 * @param stops in the order in which a bus reaches them
 * @param onward streets from this line's end to the start of the route's other direction (of this one, where
 *     there is no other), driven without passengers
 */
public record Direction(int number, Line line, List<Stop> stops, Line onward) {
    public Direction {
        stops = List.copyOf(stops);
    }
}

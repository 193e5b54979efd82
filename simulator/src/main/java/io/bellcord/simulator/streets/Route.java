package io.bellcord.simulator.streets;

import java.util.List;

/**
 * A bus route as riders know it.
 *
 * @param id unique within its provider, fit for a topic
 * @param ref what the front of the bus shows
 * @param description its ends
 * @param colour {@code #rrggbb}
 */
public record Route(
        Operator operator,
        String id,
        String ref,
        String name,
        String description,
        String colour,
        List<Direction> directions) {
    public Route {
        directions = List.copyOf(directions);
    }

    /** Metres with passengers, all directions together. */
    public double length() {
        return directions.stream()
                .mapToDouble(direction -> direction.line().length())
                .sum();
    }
}

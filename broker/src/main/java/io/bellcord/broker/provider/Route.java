package io.bellcord.broker.provider;

import io.bellcord.broker.transit.RouteId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What riders are shown of a route.
 *
 * @param colour GTFS's route_color: six digits, RRGGBB, upper case
 */
public record Route(RouteId id, String name, Optional<String> description, Optional<String> colour) {
    private static final Pattern COLOUR = Pattern.compile("[0-9A-F]{6}");

    public Route {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a route's name must not be empty: " + id);
        }
        if (colour.isPresent() && !COLOUR.matcher(colour.get()).matches()) {
            throw new IllegalArgumentException(
                    "a route's colour must be written RRGGBB, upper case, but is \"" + colour.get() + "\": " + id);
        }
    }
}

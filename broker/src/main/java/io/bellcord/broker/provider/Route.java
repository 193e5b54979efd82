package io.bellcord.broker.provider;

import io.bellcord.broker.transit.RouteId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What riders are shown of a route.
 *
 * @param colour GTFS's route_color: six digits, RRGGBB, upper case
 * @param textColour GTFS's route_text_color: the same
 * @param type GTFS's route_type: 3 is a bus
 */
public record Route(
        RouteId id,
        String name,
        Optional<String> description,
        Optional<String> colour,
        Optional<String> shortName,
        Optional<String> longName,
        Optional<String> textColour,
        Optional<Integer> type) {
    private static final Pattern COLOUR = Pattern.compile("[0-9A-F]{6}");

    public Route {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a route's name must not be empty: " + id);
        }
        requireColour("colour", id, colour);
        requireColour("text colour", id, textColour);
    }

    /** One that no GTFS tells of. */
    public Route(RouteId id, String name, Optional<String> description, Optional<String> colour) {
        this(id, name, description, colour, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void requireColour(String what, RouteId id, Optional<String> colour) {
        if (colour.isPresent() && !COLOUR.matcher(colour.get()).matches()) {
            throw new IllegalArgumentException("a route's " + what + " must be written RRGGBB, upper case, but is \""
                    + colour.get() + "\": " + id);
        }
    }
}

package io.bellcord.broker.config;

import io.bellcord.broker.config.Kind.InvalidValue;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and its unit. A bare number is refused: 30 of what? */
final class Durations {
    private static final Pattern PARTS = Pattern.compile("(\\d{1,9}) ?([a-z]*)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Durations() {}

    static Duration parse(String text) throws InvalidValue {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValue(Kinds.quoted(text) + " is not a duration: write 500ms, 30s, 2m or 3h");
        }
        long amount = Long.parseLong(parts.group(1));
        ChronoUnit unit = UNITS.get(parts.group(2));
        if (unit != null) {
            return Duration.of(amount, unit);
        }
        if (amount == 0 && parts.group(2).isEmpty()) {
            return Duration.ZERO; // the one amount that needs no unit
        }
        throw new InvalidValue(Kinds.quoted(text) + (parts.group(2).isEmpty() ? " has no unit" : " has no such unit")
                + ": write " + amount + "ms, " + amount + "s, " + amount + "m or " + amount + "h");
    }
}

package io.bellcord.simulator.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: 20s, 5m, 1h30m. */
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            var duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException _) {
            // said below
        }
        throw new TypeConversionException('"' + text + "\" is not a duration: write 20s, 5m or 1h30m");
    }
}

package io.bellcord.broker.cli.admin.action;

import io.bellcord.broker.provider.Provider;
import java.time.Duration;
import java.util.Optional;

/**
 * What a provider's riders get who do not say, as an operator writes it: milliseconds, or {@code default}.
 *
 * @param own empty: the broker's default
 */
public record MinInterval(Optional<Duration> own) {
    public static final MinInterval DEFAULT = new MinInterval(Optional.empty());

    private static final String WORD = "default";
    private static final int MOST_DIGITS = 9;

    public static MinInterval parse(String text) {
        if (text.equals(WORD)) {
            return DEFAULT;
        }
        var longest = Provider.LONGEST_INTERVAL.toMillis();
        var isNumber = text.length() <= MOST_DIGITS && text.matches("[0-9]+");
        if (!isNumber || Long.parseLong(text) > longest) {
            throw new IllegalArgumentException('"' + text + "\" is not 0 to " + longest + " milliseconds, nor default");
        }
        return new MinInterval(Optional.of(Duration.ofMillis(Long.parseLong(text))));
    }

    /** For people. */
    public static String text(Provider provider) {
        return provider.minInterval()
                .map(interval -> Long.toString(interval.toMillis()))
                .orElse(WORD);
    }

    /** For programs: left out where it is the broker's. */
    public static Optional<Long> json(Provider provider) {
        return provider.minInterval().map(Duration::toMillis);
    }
}

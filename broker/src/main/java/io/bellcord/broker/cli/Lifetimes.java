package io.bellcord.broker.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a token is to last, as an operator writes it: {@code 90s}, {@code 15m}, {@code 12h}, {@code 365d}. */
public final class Lifetimes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Lifetimes() {}

    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration; write a number and s, m, h or d, like 90s, 15m, 12h or 365d");
        }
        Duration parsed = unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
        if (parsed.isZero() || parsed.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is outside 1s to 3650d");
        }
        return parsed;
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}

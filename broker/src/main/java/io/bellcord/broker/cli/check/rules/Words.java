package io.bellcord.broker.cli.check.rules;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Figures as people read them. */
final class Words {
    private Words() {}

    /** 90 s, 2.5 s, 3 h, 400 days. */
    static String of(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        if (Math.abs(seconds) < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        } else if (Math.abs(seconds) < 7_200) {
            return Math.round(seconds) + " s";
        }
        return Math.abs(seconds) < 2 * 86_400 ? time.toHours() + " h" : time.toDays() + " days";
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** The value that so large a share of them is below; of a list in order. */
    static Duration quantile(List<Duration> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}

package io.bellcord.broker.limits;

import java.time.Duration;

/**
 * How often something may happen.
 *
 * @param every one more is allowed each time this has passed; at least a microsecond
 * @param burst how many may come at once after a pause; at least 1
 */
public record Rate(Duration every, int burst) {
    private static final Duration SHORTEST = Duration.ofNanos(1_000);

    public Rate {
        if (every.compareTo(SHORTEST) < 0 || burst < 1) {
            throw new IllegalArgumentException(
                    "a rate needs 1 µs or more and a burst of 1 or more: every=" + every + " burst=" + burst);
        }
    }

    public static Rate perSecond(int count, int burst) {
        return new Rate(Duration.ofSeconds(1).dividedBy(count), burst);
    }
}

package io.bellcord.simulator.mqtt;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt, so that a fleet does not come back all at once. */
final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 5; // until the longest

    private final RandomGenerator random;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** Doubles with each attempt; anywhere in the upper half of that. */
    Duration before(int attempt) {
        var doubled = FIRST.multipliedBy(1L << Math.clamp(attempt, 0, DOUBLINGS));
        var most = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return Duration.ofMillis(random.nextLong(most.toMillis() / 2, most.toMillis() + 1));
    }
}

package io.bellcord.simulator.driving;

import java.util.random.RandomGenerator;

/** Who is on board. Not safe for use by several threads. */
final class Passengers {
    private static final int PLACES = 80;
    private static final int MOST_AT_A_STOP = 14;

    private final RandomGenerator random;
    private int aboard;

    Passengers(RandomGenerator random) {
        this.random = random;
        this.aboard = random.nextInt(PLACES / 2);
    }

    /** Some get off, some get on. */
    void exchange() {
        var staying = aboard - (int) Math.rint(aboard * random.nextDouble(0.4));
        aboard = Math.min(PLACES, staying + random.nextInt(MOST_AT_A_STOP));
    }

    void allOff() {
        aboard = 0;
    }

    int percent() {
        return aboard * 100 / PLACES;
    }
}

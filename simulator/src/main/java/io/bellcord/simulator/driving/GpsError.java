package io.bellcord.simulator.driving;

import io.bellcord.simulator.streets.Place;
import java.util.random.RandomGenerator;

/** How far a GPS unit is off. It drifts, as a real one does, rather than jump. */
final class GpsError {
    /** Metres within which all but a few fixes lie. */
    static final double ACCURACY = 3;

    private static final double KEPT = 0.995; // of the error, from one step to the next
    private static final double ADDED = 0.12; // metres: with the above, a standard deviation of 1.2

    private final RandomGenerator random;
    private double north;
    private double east;

    GpsError(RandomGenerator random) {
        this.random = random;
    }

    void drift() {
        north = north * KEPT + random.nextGaussian() * ADDED;
        east = east * KEPT + random.nextGaussian() * ADDED;
    }

    Place seenFrom(Place place) {
        return place.moved(north, east);
    }
}

package io.bellcord.broker.cli.check.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a good message said.
 *
 * @param speed metres per second
 * @param heading degrees clockwise from north
 */
public record Fix(
        Instant measuredAt,
        double latitude,
        double longitude,
        @Nullable Double speed,
        @Nullable Double heading) {
    private static final double METRES_PER_DEGREE = 111_195;

    boolean isAtSamePlace(Fix other) {
        return latitude == other.latitude && longitude == other.longitude;
    }

    /** On a plane, which is near enough between two fixes of a bus. */
    double metresTo(Fix other) {
        double north = (other.latitude - latitude) * METRES_PER_DEGREE;
        double east = (other.longitude - longitude) * METRES_PER_DEGREE * Math.cos(Math.toRadians(latitude));
        return Math.hypot(north, east);
    }

    boolean isMoving(double atLeast) {
        return speed != null && speed >= atLeast;
    }
}

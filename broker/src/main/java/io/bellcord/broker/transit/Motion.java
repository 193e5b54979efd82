package io.bellcord.broker.transit;

import org.jspecify.annotations.Nullable;

/**
 * How the bus moved and how the fix was made; null where the tracker does not say.
 *
 * @param speed metres per second, 0 to 100
 * @param bearing degrees clockwise from north, 0 to 360
 * @param accuracy metres, radius of 68 % confidence, 0 to 100 000
 * @param altitude metres above the WGS-84 ellipsoid, -1 000 to 10 000
 * @param odometer metres, 0 to 10 000 000 000
 * @param sequence the tracker's counter since it booted, at least 0
 */
public record Motion(
        @Nullable Double speed,
        @Nullable Double bearing,
        @Nullable Double accuracy,
        @Nullable Double altitude,
        @Nullable Double odometer,
        @Nullable Long sequence,
        @Nullable FixSource source) {
    public static final Motion UNKNOWN = new Motion(null, null, null, null, null, null, null);

    public Motion {
        Range.require("spd", speed, 0, 100);
        Range.require("hdg", bearing, 0, 360);
        Range.require("acc", accuracy, 0, 100_000);
        Range.require("alt", altitude, -1_000, 10_000);
        Range.require("odo", odometer, 0, 1e10);
        if (sequence != null && sequence < 0) {
            throw new InvalidValue("seq must be 0 or more but is " + sequence);
        }
    }
}

package io.bellcord.simulator.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How long it took riders to have their snapshots.
 *
 * @param fromSubscribe microseconds of each, from SUBSCRIBE sent to the last bus received
 * @param fromDue microseconds of each, from when it was due to connect
 * @param all until the last one had it
 */
public record Visit(Histogram fromSubscribe, Histogram fromDue, Duration all) {
    /** Milliseconds that so many percent were not longer than. */
    public static double millis(Histogram micros, double percent) {
        return micros.getValueAtPercentile(percent) / 1e3;
    }
}

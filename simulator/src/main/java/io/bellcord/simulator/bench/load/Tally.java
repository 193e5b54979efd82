package io.bellcord.simulator.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What became of the fixes that were sent within one window. */
public final class Tally {
    private static final long LONGEST = Duration.ofMinutes(5).toNanos() / 1_000;

    private final long from;
    private final long to;
    private final Histogram micros = new Histogram(LONGEST, 3);
    private long expected;
    private long delivered;
    private long superseded;
    private long lost;

    Tally(long fromNanos, long toNanos) {
        from = fromNanos;
        to = toNanos;
    }

    boolean holds(long nanos) {
        return nanos - from >= 0 && nanos - to < 0;
    }

    void expect(int deliveries) {
        expected += deliveries;
    }

    void addDelivered(long latencyNanos) {
        delivered++;
        micros.recordValue(Math.clamp(latencyNanos / 1_000, 0, LONGEST));
    }

    void addSuperseded() {
        superseded++;
    }

    void addLost() {
        lost++;
    }

    public long expected() {
        return expected;
    }

    public long delivered() {
        return delivered;
    }

    public long superseded() {
        return superseded;
    }

    public long lost() {
        return lost;
    }

    /** Milliseconds from a fix sent to the fix received, that so many percent were not longer than. */
    public double latency(double percent) {
        return micros.getValueAtPercentile(percent) / 1e3;
    }
}

package io.bellcord.simulator.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What became of the fixes that were sent within one window. */
public final class Tally {
    private static final long LONGEST = Duration.ofMinutes(5).toNanos() / 1_000;

    private final long from;
    private final long to;
    private final Histogram micros = new Histogram(LONGEST, 3);
    private final Histogram microsAcross = new Histogram(LONGEST, 3);
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

    /** @param isAcross to a rider on another node than the tracker's */
    void addDelivered(long latencyNanos, boolean isAcross) {
        delivered++;
        var latency = Math.clamp(latencyNanos / 1_000, 0, LONGEST);
        micros.recordValue(latency);
        if (isAcross) {
            microsAcross.recordValue(latency);
        }
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

    /** How many of those delivered went from one node to another. */
    public long across() {
        return microsAcross.getTotalCount();
    }

    /** The same as {@link #latency}, of those alone. */
    public double latencyAcross(double percent) {
        return microsAcross.getValueAtPercentile(percent) / 1e3;
    }
}

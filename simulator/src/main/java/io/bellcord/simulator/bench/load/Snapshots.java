package io.bellcord.simulator.bench.load;

import java.util.BitSet;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Whether each rider gets what a snapshot must be: one retained position of every bus, the newest, and whatever is newer behind
 * it, once and in order. A fix that the broker acknowledged within the last second before the rider subscribed may come behind
 * the snapshot instead. Of one thread.
 */
final class Snapshots {
    private static final long LONGEST = 300_000_000; // microseconds

    private final Fixes fixes;
    private final int buses;
    private Histogram micros = newHistogram();
    private @Nullable String fault;

    Snapshots(Fixes fixes, int buses) {
        this.fixes = fixes;
        this.buses = buses;
    }

    static Histogram newHistogram() {
        return new Histogram(LONGEST, 3);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST));
    }

    /** What one rider has been given. */
    final class Taking {
        private final String rider;
        private final int[] newest = new int[buses];
        private final int[] oldest = new int[buses]; // that the snapshot may have
        private final BitSet missing = new BitSet(buses);
        private long askedAt;

        private Taking(String rider) {
            this.rider = rider;
        }

        /** It subscribes now: a snapshot begins. */
        void asked(long now) {
            askedAt = now;
            missing.set(0, buses);
            fixes.settled(oldest, now);
        }

        /** Takes a position; returns whether the snapshot is complete with it. */
        boolean received(int bus, int sequence, long fixTime, boolean isRetained, long now) {
            if (bus >= buses || !fixes.knows(bus, sequence) || fixes.fixTime(bus, sequence) != fixTime) {
                fault(bus, "was given a position that nobody had sent");
            } else if (isRetained) {
                return retained(bus, sequence, now);
            } else if (sequence <= newest[bus]) {
                fault(bus, "was given fix " + sequence + " after " + newest[bus]);
            } else {
                newest[bus] = sequence;
            }
            return false;
        }

        private boolean retained(int bus, int sequence, long now) {
            if (!missing.get(bus)) {
                fault(bus, "was given its position twice in one snapshot");
            } else if (sequence < Math.max(oldest[bus], newest[bus])) {
                fault(bus, "was given fix " + sequence + " although there was " + Math.max(oldest[bus], newest[bus]));
            }
            newest[bus] = Math.max(newest[bus], sequence);
            missing.clear(bus);
            if (!missing.isEmpty()) {
                return false;
            }
            Snapshots.record(micros, now - askedAt);
            return true;
        }

        private void fault(int bus, String what) {
            fault = fault == null ? rider + " " + what + ", of " + Distribution.busId(bus) : fault;
        }

        /** Of how many buses it has not the newest fix. */
        int behind() {
            var behind = 0;
            for (var bus = 0; bus < buses; bus++) {
                behind += newest[bus] < fixes.newest(bus) ? 1 : 0;
            }
            return behind;
        }

        int missing() {
            return missing.cardinality();
        }
    }

    /** A rider who has nothing yet. */
    Taking taking(String rider) {
        return new Taking(rider);
    }

    /** Counts a message that is no position of ours. */
    void foreign(String rider) {
        fault = fault == null ? rider + " was given a message that is no position" : fault;
    }

    /** The first thing that was not as it must be. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** How long those took that were completed since the last time, from SUBSCRIBE to the last bus, in microseconds. */
    Histogram settle() {
        var settled = micros;
        micros = newHistogram();
        return settled;
    }
}

package io.bellcord.simulator.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Who was to get which fix, and what became of it. A fix belongs to the window in which it was sent. Of one thread.
 *
 * <p>For each rider, a fix is <em>delivered</em> when it comes; <em>superseded</em> when it does not, but a newer one of the
 * same bus does; <em>lost</em> when neither has come by the end. One that comes after a newer one, or twice, is
 * <em>backwards</em>; one that was never sent, or with another fix time, is <em>wrong</em>.
 */
final class Ledger {
    private final Fixes fixes;
    private final List<Watch> watches = new ArrayList<>();
    private final List<Tally> windows = new ArrayList<>();
    private final Tally outside = new Tally(0, Long.MAX_VALUE);
    private int[] watchers = new int[0];
    private long received;
    private long published;
    private long snapshots;
    private long backwards;
    private long wrong;

    Ledger(Fixes fixes) {
        this.fixes = fixes;
        fixes.tell(this::published);
    }

    /** What one rider has seen: of each bus it watches the newest sequence. */
    final class Watch {
        private final int firstBus;
        private final int[] newest;
        private final IntPredicate isElsewhere;

        private Watch(int firstBus, int buses, IntPredicate isElsewhere) {
            this.firstBus = firstBus;
            this.isElsewhere = isElsewhere;
            newest = new int[buses];
            fixes.grow(firstBus + buses);
            for (var i = 0; i < buses; i++) {
                newest[i] = fixes.newest(firstBus + i); // what was sent before is its snapshot's
            }
        }

        /**
         * Takes a fix; returns the nanoseconds since it was sent, or -1 if it is none that the rider waits for.
         *
         * @param isRetained as a snapshot is
         */
        long received(int bus, int sequence, long fixTime, boolean isRetained, long now) {
            var index = bus - firstBus;
            if (index < 0
                    || index >= newest.length
                    || !fixes.knows(bus, sequence)
                    || fixes.fixTime(bus, sequence) != fixTime) {
                wrong++;
            } else if (sequence > newest[index]) {
                skipped(bus, newest[index] + 1, sequence);
                newest[index] = sequence;
                received++;
                var sentAt = fixes.sentAt(bus, sequence);
                window(sentAt).addDelivered(now - sentAt, isElsewhere.test(bus));
                return now - sentAt;
            } else if (isRetained) {
                snapshots++;
            } else {
                backwards++;
            }
            return -1;
        }

        private void skipped(int bus, int from, int to) {
            for (var sequence = from; sequence < to; sequence++) {
                tally(bus, sequence).addSuperseded();
            }
        }

        private void settle() {
            for (var i = 0; i < newest.length; i++) {
                var bus = firstBus + i;
                for (var sequence = newest[i] + 1; sequence <= fixes.newest(bus); sequence++) {
                    tally(bus, sequence).addLost();
                }
                newest[i] = fixes.newest(bus);
            }
        }
    }

    /** A rider who watches those buses from now on. */
    Watch watch(int firstBus, int buses) {
        return watch(firstBus, buses, _ -> false);
    }

    /** @param isElsewhere whether a bus reports to another node than the rider's */
    Watch watch(int firstBus, int buses, IntPredicate isElsewhere) {
        watchers = Arrays.copyOf(watchers, Math.max(watchers.length, firstBus + buses));
        for (var bus = firstBus; bus < firstBus + buses; bus++) {
            watchers[bus]++;
        }
        var watch = new Watch(firstBus, buses, isElsewhere);
        watches.add(watch);
        return watch;
    }

    private void published(int bus, long nanos) {
        published++;
        window(nanos).expect(bus < watchers.length ? watchers[bus] : 0);
    }

    /** Fixes that are sent within that time from now on are of this window. */
    void open(long fromNanos, long toNanos) {
        windows.add(new Tally(fromNanos, toNanos));
    }

    /** What has not come by now is lost; returns the windows since the last time, which are closed. */
    List<Tally> settle() {
        watches.forEach(Watch::settle);
        var settled = List.copyOf(windows);
        windows.clear();
        return settled;
    }

    /** Whether every rider has the newest fix of every bus. */
    boolean isComplete() {
        for (var watch : watches) {
            for (var i = 0; i < watch.newest.length; i++) {
                if (watch.newest[i] < fixes.newest(watch.firstBus + i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Tally tally(int bus, int sequence) {
        // One whose time is forgotten was sent before every window that is still open.
        return fixes.knows(bus, sequence) ? window(fixes.sentAt(bus, sequence)) : outside;
    }

    private Tally window(long nanos) {
        for (var i = windows.size() - 1; i >= 0; i--) {
            if (windows.get(i).holds(nanos)) {
                return windows.get(i);
            }
        }
        return outside;
    }

    /** Deliveries so far. */
    long received() {
        return received;
    }

    /** Fixes so far. */
    long published() {
        return published;
    }

    /** Retained positions, of fixes from before. */
    long snapshots() {
        return snapshots;
    }

    long backwards() {
        return backwards;
    }

    long wrong() {
        return wrong;
    }

    /** Counts a message that is none of ours. */
    void foreign() {
        wrong++;
    }
}

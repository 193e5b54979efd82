package io.bellcord.simulator.chaos.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;

/**
 * Every fix that was sent, when, and whether it was acknowledged; and whatever was delivered that should not have been. Safe for
 * use by many threads.
 */
public final class Ledger {
    private static final int MOST_FAULTS = 50;

    private final ConcurrentMap<String, Entries> buses = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private volatile Restart restart = new Restart(0, Map.of());

    /**
     * A broker that was killed and knows only what was stored: riders who come back may be shown no older than that.
     *
     * @param stored of each bus the sequence that Redis held then
     */
    record Restart(int number, Map<String, Integer> stored) {}

    /** What was sent for one bus. */
    private static final class Entries {
        private long[] times = new long[256]; // of the fix with that sequence, by the clock
        private long[] sentAt = new long[256]; // the same by System.nanoTime()
        private int newest;
        private int acknowledged;

        synchronized Fix add(String bus, long now, long nanos) {
            newest++;
            if (newest == times.length) {
                times = Arrays.copyOf(times, 2 * newest);
                sentAt = Arrays.copyOf(sentAt, 2 * newest);
            }
            times[newest] = Math.max(now, times[newest - 1] + 1); // else it would not count as newer
            sentAt[newest] = nanos;
            return new Fix(bus, newest, Instant.ofEpochMilli(times[newest]));
        }

        synchronized void acknowledge(int sequence) {
            acknowledged = Math.max(acknowledged, sequence);
        }

        synchronized boolean holds(Fix fix) {
            return fix.sequence() > 0
                    && fix.sequence() <= newest
                    && times[fix.sequence()] == fix.time().toEpochMilli();
        }

        synchronized int newest() {
            return newest;
        }

        synchronized int acknowledged() {
            return acknowledged;
        }

        synchronized long sentAt(int sequence) {
            return sentAt[sequence];
        }
    }

    /** The next fix of that bus, noted as sent now. */
    Fix next(String bus) {
        return entries(bus).add(bus, System.currentTimeMillis(), System.nanoTime());
    }

    void acknowledged(String bus, int sequence) {
        entries(bus).acknowledge(sequence);
    }

    /** Whether exactly that was sent. */
    boolean holds(Fix fix) {
        return entries(fix.bus()).holds(fix);
    }

    Duration age(Fix fix) {
        return Duration.ofNanos(System.nanoTime() - entries(fix.bus()).sentAt(fix.sequence()));
    }

    /** Of each bus the newest sequence that was sent. */
    public Map<String, Integer> sent() {
        return sequences(Entries::newest);
    }

    /** Of each bus the newest sequence that was acknowledged. */
    public Map<String, Integer> acknowledged() {
        return sequences(Entries::acknowledged);
    }

    private Map<String, Integer> sequences(ToIntFunction<Entries> which) {
        Map<String, Integer> found = new TreeMap<>();
        buses.forEach((bus, entries) -> found.put(bus, which.applyAsInt(entries)));
        return found;
    }

    private Entries entries(String bus) {
        return buses.computeIfAbsent(bus, _ -> new Entries());
    }

    /** The broker was killed, and this is what it had stored. */
    public void restartsWith(Map<String, Integer> stored) {
        restart = new Restart(restart.number() + 1, Map.copyOf(stored));
    }

    Restart restart() {
        return restart;
    }

    void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    /** What was delivered and should not have been: backward, twice, or never sent. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}

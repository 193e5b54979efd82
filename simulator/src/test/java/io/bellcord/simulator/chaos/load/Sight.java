package io.bellcord.simulator.chaos.load;

import io.bellcord.simulator.chaos.load.Ledger.Restart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * What one rider has seen, over all of its connections, held against what was sent: live, only what is newer; in a snapshot each
 * bus once and none older than before. A bus that the snapshot did not have, since the broker did not know it yet, may come live as
 * it was seen before, once. Safe for use by many threads.
 */
final class Sight {
    private static final int LONGEST_MICROS = 600_000_000;

    private final String rider;
    private final Ledger ledger;
    private final Map<String, Integer> newest = new HashMap<>();
    private final Set<String> inSnapshot = new HashSet<>();
    /** Buses that came over this connection, in whatever way. */
    private final Set<String> given = new HashSet<>();

    private Histogram latency = newHistogram();
    private int restarts;

    Sight(String rider, Ledger ledger) {
        this.rider = rider;
        this.ledger = ledger;
        restarts = ledger.restart().number();
    }

    private static Histogram newHistogram() {
        return new Histogram(LONGEST_MICROS, 2);
    }

    /** It is connected anew, and a snapshot begins. */
    synchronized void connected() {
        inSnapshot.clear();
        given.clear();
        Restart last = ledger.restart();
        if (last.number() > restarts) {
            restarts = last.number();
            newest.replaceAll((bus, seen) -> Math.min(seen, last.stored().getOrDefault(bus, 0)));
        }
    }

    synchronized void take(Fix fix, boolean isRetained) {
        var before = newest.getOrDefault(fix.bus(), 0);
        if (!ledger.holds(fix)) {
            fault("never sent", fix, before);
        } else if (isRetained && !inSnapshot.add(fix.bus())) {
            fault("twice in a snapshot", fix, before);
        } else if (fix.sequence() < before || (fix.sequence() == before && !isRetained && given.contains(fix.bus()))) {
            fault(isRetained ? "backward in a snapshot" : "backward or twice", fix, before);
        } else {
            newest.put(fix.bus(), fix.sequence());
            given.add(fix.bus());
            if (!isRetained) {
                latency.recordValue(Math.min(ledger.age(fix).toNanos() / 1_000, LONGEST_MICROS));
            }
        }
    }

    private void fault(String what, Fix fix, int before) {
        ledger.fault(rider + " was given " + what + ": " + fix + " after " + before);
    }

    /** Of each bus the newest sequence. */
    synchronized Map<String, Integer> newest() {
        return Map.copyOf(newest);
    }

    /** How long live fixes took since the last time, in microseconds. */
    synchronized Histogram takeLatency() {
        var taken = latency;
        latency = newHistogram();
        return taken;
    }
}

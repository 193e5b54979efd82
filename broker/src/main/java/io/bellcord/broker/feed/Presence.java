package io.bellcord.broker.feed;

import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.transit.BusKey;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which buses have a tracker connected: to this node, which it knows at any time, or to another, which is told for a while
 * at a time. Safe for use by many threads.
 */
public final class Presence {
    private final ConcurrentMap<BusKey, Integer> connections = new ConcurrentHashMap<>();
    /** Until when, by the ticker: a clock may be set back. */
    private final ConcurrentMap<BusKey, Long> told = new ConcurrentHashMap<>();

    private final Ticker ticker;

    public Presence() {
        this(Ticker.system());
    }

    public Presence(Ticker ticker) {
        this.ticker = ticker;
    }

    public void arrived(BusKey bus) {
        connections.merge(bus, 1, Integer::sum);
    }

    public void left(BusKey bus) {
        connections.computeIfPresent(bus, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Those with a tracker at this node; a view that changes with them. */
    public Set<BusKey> here() {
        return Collections.unmodifiableSet(connections.keySet());
    }

    /** The bus has a tracker somewhere, and counts as connected for so long, if nobody tells of it again. */
    public void connectedFor(BusKey bus, Duration time) {
        told.put(bus, ticker.nanos() + time.toNanos());
    }

    /** Frees what was told too long ago to count. */
    public void purge() {
        long now = ticker.nanos();
        told.values().removeIf(until -> until - now <= 0);
    }

    boolean isConnected(BusKey bus) {
        return connections.containsKey(bus) || isTold(bus);
    }

    private boolean isTold(BusKey bus) {
        Long until = told.get(bus);
        return until != null && until - ticker.nanos() > 0;
    }
}

package io.bellcord.broker.feed;

import io.bellcord.broker.transit.BusKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which buses have a tracker connected to this node. Safe for use by many threads. */
public final class Presence {
    private final ConcurrentMap<BusKey, Integer> connections = new ConcurrentHashMap<>();

    public void arrived(BusKey bus) {
        connections.merge(bus, 1, Integer::sum);
    }

    public void left(BusKey bus) {
        connections.computeIfPresent(bus, (_, count) -> count == 1 ? null : count - 1);
    }

    boolean isConnected(BusKey bus) {
        return connections.containsKey(bus);
    }
}

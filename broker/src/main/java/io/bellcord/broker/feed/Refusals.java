package io.bellcord.broker.feed;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refusals that wait for the next tick of an event loop. They are for people, so a few of each bus say it all; and no bus, nor
 * any provider, takes the room of another. Safe for use by many threads.
 */
final class Refusals {
    /** As many as a rider keeps while its socket is full. */
    private static final int MOST_OF_BUS = 64;

    private static final int MOST_OF_PROVIDER = 1024;
    private static final int MOST = 16 * 1024;

    private Map<BusKey, List<byte[]>> waiting = new LinkedHashMap<>();
    private final Map<ProviderId, Integer> ofProvider = new HashMap<>();
    private int size;

    /** False when too many wait already: of the bus, of its provider, or of all. */
    synchronized boolean offer(BusKey bus, byte[] payload) {
        int sameProvider = ofProvider.getOrDefault(bus.provider(), 0);
        int sameBus = waiting.getOrDefault(bus, List.of()).size();
        if (sameBus == MOST_OF_BUS || sameProvider == MOST_OF_PROVIDER || size == MOST) {
            return false;
        }
        waiting.computeIfAbsent(bus, _ -> new ArrayList<>()).add(payload);
        ofProvider.put(bus.provider(), sameProvider + 1);
        size++;
        return true;
    }

    /** Takes all, by bus, oldest first. */
    synchronized Map<BusKey, List<byte[]>> drain() {
        Map<BusKey, List<byte[]>> all = waiting;
        waiting = new LinkedHashMap<>();
        ofProvider.clear();
        size = 0;
        return all;
    }
}

package io.bellcord.broker.feed;

import io.bellcord.broker.transit.BusKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pictures that wait for the next tick of an event loop, the newest of each bus. Safe for use by many threads. */
final class Inbox {
    private Map<BusKey, BusPicture> waiting = new HashMap<>();

    synchronized void add(BusPicture picture) {
        waiting.merge(picture.bus(), picture, BusPicture::later);
    }

    synchronized Collection<BusPicture> drain() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        Map<BusKey, BusPicture> all = waiting;
        waiting = HashMap.newHashMap(all.size());
        return all.values();
    }
}

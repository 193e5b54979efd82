package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.FrameBuilder;
import io.bellcord.broker.feed.wire.WireForm;
import io.bellcord.broker.transit.RouteId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of which routes a rider has still to get the newest. Confined to an event loop. */
final class OwedRoutes {
    /** Past so many, routes without a bus are no longer told of. */
    private static final int MOST = 1_024;

    private final Routes newest;
    /** True for those of a snapshot. */
    private final Map<RouteId, Boolean> routes = new LinkedHashMap<>(0);

    OwedRoutes(Routes newest) {
        this.newest = newest;
    }

    boolean isEmpty() {
        return routes.isEmpty();
    }

    /** Those that are of a snapshot already stay that. */
    void add(List<Route> changed) {
        changed.forEach(route -> routes.putIfAbsent(route.id(), false));
        bound();
    }

    void addSnapshot(List<Route> asked) {
        asked.forEach(route -> routes.put(route.id(), true));
        bound();
    }

    private void bound() {
        if (routes.size() > MOST) {
            routes.keySet().removeIf(route -> !newest.has(route));
        }
    }

    /** The longest owed and others that have the same flag, as many as are large enough. There is one. */
    FrameBuilder take(WireForm form, int largestPacket) {
        boolean retain = routes.values().iterator().next();
        FrameBuilder frame = new FrameBuilder(form, largestPacket, retain);
        Iterator<Map.Entry<RouteId, Boolean>> next = routes.entrySet().iterator();
        while (next.hasNext() && frame.bytes() < Group.LARGEST_CHUNK) {
            Map.Entry<RouteId, Boolean> one = next.next();
            if (one.getValue() == retain) {
                frame.add(newest.newest(one.getKey()));
                next.remove();
            }
        }
        return frame;
    }

    void keepOnly(Interest interest) {
        routes.keySet().removeIf(route -> !interest.covers(route));
    }

    void clear() {
        routes.clear();
    }
}

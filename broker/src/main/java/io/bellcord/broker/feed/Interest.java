package io.bellcord.broker.feed;

import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a set of topic filters of one provider comes to, each bus and kind once however often it is covered. */
final class Interest {
    private final Set<Kind> ofAll = EnumSet.noneOf(Kind.class);
    private final Map<BusId, Set<Kind>> ofSome = new HashMap<>();

    Interest(Set<BusFilter> filters) {
        filters.forEach(filter -> filter.bus()
                .map(bus -> ofSome.computeIfAbsent(bus, _ -> EnumSet.noneOf(Kind.class)))
                .orElse(ofAll)
                .addAll(filter.kinds()));
        ofSome.values().forEach(kinds -> kinds.removeAll(ofAll));
        ofSome.values().removeIf(Set::isEmpty);
    }

    /** Of every bus. */
    Set<Kind> ofAll() {
        return ofAll;
    }

    /** By bus, what is not of every bus. */
    Map<BusId, Set<Kind>> ofSome() {
        return ofSome;
    }

    boolean covers(BusId bus, Kind kind) {
        return ofAll.contains(kind) || ofSome.getOrDefault(bus, Set.of()).contains(kind);
    }
}

package io.bellcord.broker.feed;

import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.FeedFilter;
import io.bellcord.broker.topic.RouteFilter;
import io.bellcord.broker.topic.TopicFilter;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.RouteId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a set of topic filters of one provider comes to, each bus and kind once however often it is covered. */
final class Interest {
    private final Set<Kind> ofAll = EnumSet.noneOf(Kind.class);
    private final Map<BusId, Set<Kind>> ofSome = new HashMap<>();
    private final Set<RouteId> routes = new HashSet<>();
    private boolean allRoutes;
    private boolean dataset;

    Interest(Set<? extends TopicFilter> filters) {
        for (TopicFilter filter : filters) {
            switch (filter) {
                case BusFilter buses -> add(buses);
                case FeedFilter _ -> dataset = true;
                case RouteFilter(var _, var route) -> route.ifPresentOrElse(routes::add, () -> allRoutes = true);
            }
        }
        ofSome.values().forEach(kinds -> kinds.removeAll(ofAll));
        ofSome.values().removeIf(Set::isEmpty);
        if (allRoutes) {
            routes.clear();
        }
    }

    private void add(BusFilter filter) {
        filter.bus()
                .map(bus -> ofSome.computeIfAbsent(bus, _ -> EnumSet.noneOf(Kind.class)))
                .orElse(ofAll)
                .addAll(filter.kinds());
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

    boolean isNothing() {
        return ofAll.isEmpty() && ofSome.isEmpty() && !hasRoutes() && !dataset;
    }

    boolean hasRefusals() {
        return ofAll.contains(Kind.REFUSED) || ofSome.values().stream().anyMatch(kinds -> kinds.contains(Kind.REFUSED));
    }

    /** What it comes to counts, not how it was written. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Interest that
                && ofAll.equals(that.ofAll)
                && ofSome.equals(that.ofSome)
                && allRoutes == that.allRoutes
                && dataset == that.dataset
                && routes.equals(that.routes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ofAll, ofSome, allRoutes, dataset, routes);
    }

    boolean hasRoutes() {
        return allRoutes || !routes.isEmpty();
    }

    boolean hasDataset() {
        return dataset;
    }

    boolean covers(RouteId route) {
        return allRoutes || routes.contains(route);
    }
}

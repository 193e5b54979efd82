package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.topic.RouteFilter;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A fleet's routes, each told of on the same beat to those who follow it. Confined to the fleet's event loop. */
final class Routes {
    private final ProviderId provider;
    private final Duration interval;
    private final InstantSource clock;
    private final Map<RouteId, Route> routes = new HashMap<>();
    private final Set<Group> followers = new HashSet<>();
    /** Changed since the last beat. */
    private final Set<Route> changed = new LinkedHashSet<>();

    private Optional<Long> lastBeat = Optional.empty();

    Routes(ProviderId provider, Duration interval, InstantSource clock) {
        this.provider = provider;
        this.interval = interval;
        this.clock = clock;
    }

    /** A bus has a new picture. */
    void show(Optional<RouteId> before, BusEntry entry) {
        before.filter(route -> !entry.route().equals(before)).ifPresent(route -> leave(route, entry));
        entry.route().ifPresent(id -> {
            Route route = routes.computeIfAbsent(id, _ -> new Route(provider, id, clock));
            route.add(entry);
            changed.add(route);
        });
    }

    void forget(BusEntry gone) {
        gone.route().ifPresent(route -> leave(route, gone));
    }

    private void leave(RouteId id, BusEntry entry) {
        Route route = routes.get(id);
        if (route != null) {
            route.remove(entry);
            changed.add(route);
        }
    }

    boolean has(RouteId route) {
        return routes.containsKey(route);
    }

    /** What is to be told of a route now; without buses where it has none any more. */
    Packet newest(RouteId id) {
        Route route = routes.get(id);
        return (route == null ? new Route(provider, id, clock) : route).packet();
    }

    void follow(Group group) {
        followers.add(group);
    }

    void leave(Group group) {
        followers.remove(group);
    }

    List<Route> covered(RouteFilter filter) {
        return routes.values().stream()
                .filter(route -> !route.isEmpty())
                .filter(route -> filter.route().map(route.id()::equals).orElse(true))
                .toList();
    }

    /** Sends what changed if it is time; returns nanoseconds until it is, or {@link Groups#NOTHING_WAITS}. */
    long send(long now) {
        if (changed.isEmpty()) {
            return Groups.NOTHING_WAITS;
        }
        long wait = followers.isEmpty()
                ? 0
                : lastBeat.map(last -> last + interval.toNanos() - now).orElse(0L);
        if (wait > 0) {
            return wait;
        }
        List<Route> news = List.copyOf(changed);
        changed.clear();
        news.stream().filter(Route::isEmpty).forEach(route -> routes.remove(route.id()));
        if (!followers.isEmpty()) {
            lastBeat = Optional.of(now);
            followers.forEach(group -> group.sendRoutes(news));
        }
        return Groups.NOTHING_WAITS;
    }
}

package io.bellcord.broker.observe;

import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where it is told what trackers do, and where operators watch it. Who tells asks first whether anybody watches; that is all it
 * costs when nobody does. Safe for use by many threads; never blocks and never throws.
 */
public final class Observation {
    /** People at their screens, and checks that run. */
    static final int MOST_WATCHES = 50;

    /** So that no tenant's operators take all of them. */
    static final int MOST_OF_PROVIDER = 25;

    static final int MOST_PAYLOAD = 8 * 1024;

    private final LiveGrants grants;
    private final Clock clock;
    private final Map<BusKey, List<Watch>> watches = new ConcurrentHashMap<>();

    /** Nobody watches yet. */
    public Observation(LiveGrants grants, MeterRegistry meters, Clock clock) {
        this.grants = grants;
        this.clock = clock;
        Gauge.builder("bellcord.watches", this, Observation::count)
                .description("Operators who watch a bus's messages")
                .register(meters);
    }

    /** Watches a bus, and is told of who is connected for it already; empty where too many watch. To be closed. */
    public Optional<Watch> watch(BusKey bus) {
        var watch = new Watch(bus, clock, this::leave);
        synchronized (this) {
            if (count() >= MOST_WATCHES || count(bus.provider()) >= MOST_OF_PROVIDER) {
                return Optional.empty();
            }
            watches.merge(
                    bus,
                    List.of(watch),
                    (before, one) ->
                            Stream.concat(before.stream(), one.stream()).toList());
        }
        grants.introduce(bus);
        return Optional.of(watch);
    }

    private synchronized void leave(Watch watch) {
        watches.computeIfPresent(watch.bus(), (_, before) -> {
            List<Watch> rest = before.stream().filter(each -> each != watch).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private int count(ProviderId provider) {
        return watches.entrySet().stream()
                .filter(watched -> watched.getKey().provider().equals(provider))
                .mapToInt(watched -> watched.getValue().size())
                .sum();
    }

    private int count() {
        return watches.values().stream().mapToInt(List::size).sum();
    }

    /** Tells those who watch the bus. What is seen is made only if there are such. */
    public void see(BusKey bus, Function<Instant, Observed> observed) {
        if (watches.isEmpty()) {
            return;
        }
        List<Watch> watching = watches.getOrDefault(bus, List.of());
        if (!watching.isEmpty()) {
            Observed one = observed.apply(clock.instant());
            watching.forEach(watch -> watch.see(one));
        }
    }

    void received(BusKey bus, byte[] payload, Outcome outcome) {
        see(
                bus,
                now -> new Observed.Received(
                        now, Arrays.copyOf(payload, Math.min(payload.length, MOST_PAYLOAD)), payload.length, outcome));
    }
}

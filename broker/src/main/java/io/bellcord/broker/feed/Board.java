package io.bellcord.broker.feed;

import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The picture of every bus on this node: its newest position and its state, which time alone can change. Safe for use by
 * many threads.
 */
public final class Board implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final ConcurrentMap<ProviderId, Buses> providers = new ConcurrentHashMap<>();
    /** Of one provider. */
    private static final class Buses {
        private final ConcurrentMap<BusId, BusPicture> byId = new ConcurrentHashMap<>();
        /** Counted up after each change is in the map; versions of pictures are given before. */
        private final AtomicLong changes = new AtomicLong();
    }

    private final List<Consumer<BusPicture>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong versions = new AtomicLong();
    private final StateRules rules;
    private final Presence presence;
    private final Clock clock;
    private final ScheduledExecutorService sweeper;

    public Board(StateRules rules, Presence presence, MeterRegistry meters, Clock clock) {
        this(
                rules,
                presence,
                meters,
                clock,
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("bus-states").factory()));
    }

    /** @param sweeper brings states up to the time it is; it is shut down with the board */
    public Board(
            StateRules rules, Presence presence, MeterRegistry meters, Clock clock, ScheduledExecutorService sweeper) {
        this.rules = rules;
        this.presence = presence;
        this.clock = clock;
        this.sweeper = sweeper;
        for (BusState state : BusState.values()) {
            Gauge.builder("bellcord.buses", () -> count(state))
                    .tag("state", state.code())
                    .description("Buses by state, as riders are told")
                    .register(meters);
        }
        Steady.every(sweeper, SWEEP, "Bus states were not brought up to date", this::sweep);
    }

    /** Tells of every change, on the thread that made it: must return at once. */
    public void listen(Consumer<BusPicture> listener) {
        listeners.add(listener);
    }

    /** Takes a position in, unless a newer one of the bus stands here. */
    public void accept(Position position) {
        change(
                position.bus(),
                before -> before != null && !position.isNewerThan(before.position()) ? before : next(before, position));
    }

    /** Every bus of a provider, in no order; a view that changes with them. */
    public Collection<BusPicture> list(ProviderId provider) {
        Buses buses = providers.get(provider);
        return buses == null ? List.of() : buses.byId.values();
    }

    public Optional<BusPicture> find(BusKey bus) {
        return Optional.ofNullable(providers.get(bus.provider())).map(buses -> buses.byId.get(bus.bus()));
    }

    /** Providers of whose buses something is known here. */
    public Set<ProviderId> listProviders() {
        return Set.copyOf(providers.keySet());
    }

    /** Whether there was no fix for so long that it matters whether a tracker is connected; or none is known here. */
    public boolean isSilent(BusKey bus) {
        return find(bus)
                .map(picture -> picture.state() == BusState.STALE || picture.state() == BusState.OFFLINE)
                .orElse(true);
    }

    /** Grows with each change of a bus of the provider: what was made of a list is right while this is as before it. */
    public long version(ProviderId provider) {
        Buses buses = providers.get(provider);
        return buses == null ? 0 : buses.changes.get();
    }

    InstantSource clock() {
        return clock;
    }

    /** How many buses are in a state. */
    public long count(BusState state) {
        return providers.values().stream()
                .flatMap(buses -> buses.byId.values().stream())
                .filter(picture -> picture.state() == state)
                .count();
    }

    /** Brings every state up to the time it is now and takes away what is forgotten. */
    public void sweep() {
        providers.keySet().forEach(this::sweep);
    }

    /** The same of one provider. */
    public void sweep(ProviderId provider) {
        Buses buses = providers.get(provider);
        if (buses != null) {
            buses.byId.values().forEach(this::age);
        }
    }

    private void age(BusPicture seen) {
        BusKey bus = seen.bus();
        if (rules.isForgotten(seen.position(), clock.instant())) {
            change(bus, now -> now == null || now.version() != seen.version() ? now : gone(now));
        } else if (stateNow(seen.position()) != seen.state()) {
            change(bus, now -> now == null ? null : next(now, now.position()));
        }
    }

    private BusPicture next(@Nullable BusPicture before, Position position) {
        BusState state = stateNow(position);
        Instant since = before != null && before.state() == state ? before.since() : rules.since(position, state);
        return new BusPicture(position, state, since, versions.incrementAndGet(), false);
    }

    private BusPicture gone(BusPicture last) {
        return new BusPicture(last.position(), last.state(), last.since(), versions.incrementAndGet(), true);
    }

    private BusState stateNow(Position position) {
        return rules.stateOf(position, presence.isConnected(position.bus()), clock.instant());
    }

    /** One step of one bus, atomically; tells of it when it changed anything. */
    private void change(BusKey key, UnaryOperator<@Nullable BusPicture> step) {
        Buses buses = providers.computeIfAbsent(key.provider(), _ -> new Buses());
        AtomicReference<@Nullable BusPicture> news = new AtomicReference<>();
        buses.byId.compute(key.bus(), (_, before) -> {
            BusPicture after = step.apply(before);
            if (after != null && (before == null || after.version() > before.version())) {
                news.set(after);
            }
            return after == null || after.forgotten() ? null : after;
        });
        BusPicture after = news.get();
        if (after != null) {
            buses.changes.incrementAndGet();
            listeners.forEach(listener -> listener.accept(after));
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}

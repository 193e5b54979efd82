package io.bellcord.broker.positions;

import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A provider without buses keeps its empty map: there are as many as providers, and removing it would be a race. */
final class InMemoryLastLocations implements LastLocations {
    private final ConcurrentMap<ProviderId, ConcurrentMap<BusId, Position>> providers = new ConcurrentHashMap<>();
    private final Duration retention;
    private final Clock clock;

    InMemoryLastLocations(Duration retention, Clock clock) {
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public List<Position> recordAll(List<Position> positions) {
        return positions.stream().filter(this::record).toList();
    }

    @Override
    public boolean record(Position position) {
        var buses = providers.computeIfAbsent(position.bus().provider(), id -> new ConcurrentHashMap<>());
        BusId bus = position.bus().bus();
        while (true) {
            Position held = buses.putIfAbsent(bus, position);
            if (held == null) {
                return true;
            }
            if (!position.isNewerThan(held)) {
                return false;
            }
            if (buses.replace(bus, held, position)) {
                return true;
            }
            // Another thread was faster: compare with what it put there.
        }
    }

    @Override
    public Optional<Position> find(BusKey bus) {
        return Optional.ofNullable(busesOf(bus.provider()).get(bus.bus()))
                .filter(position -> position.fixTime().isAfter(forgottenUpTo()));
    }

    @Override
    public List<Position> list(ProviderId provider) {
        Instant forgotten = forgottenUpTo();
        return busesOf(provider).values().stream()
                .filter(position -> position.fixTime().isAfter(forgotten))
                .toList();
    }

    @Override
    public int count(ProviderId provider) {
        return busesOf(provider).size();
    }

    @Override
    public int purge() {
        return providers.values().stream().mapToInt(this::purge).sum();
    }

    @Override
    public void close() {
        providers.clear();
    }

    private int purge(ConcurrentMap<BusId, Position> buses) {
        Instant forgotten = forgottenUpTo();
        int purged = 0;
        for (Map.Entry<BusId, Position> entry : buses.entrySet()) {
            Position position = entry.getValue();
            // Removed only if it is still this one: a newer position may have come.
            if (!position.fixTime().isAfter(forgotten) && buses.remove(entry.getKey(), position)) {
                purged++;
            }
        }
        return purged;
    }

    private Map<BusId, Position> busesOf(ProviderId provider) {
        Map<BusId, Position> buses = providers.get(provider);
        return buses == null ? Map.of() : buses;
    }

    private Instant forgottenUpTo() {
        return clock.instant().minus(retention);
    }
}

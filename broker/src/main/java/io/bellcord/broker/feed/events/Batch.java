package io.bellcord.broker.feed.events;

import io.bellcord.broker.transit.RouteId;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What changed in one tick, written once for all who follow the same. Safe for use by many threads. */
final class Batch {
    private final List<Change> changes;
    private final ConcurrentMap<Optional<RouteId>, byte[]> written = new ConcurrentHashMap<>();

    Batch(List<Change> changes) {
        this.changes = List.copyOf(changes);
    }

    List<Change> changes() {
        return changes;
    }

    /** Of one route, or of all; empty where nothing of it changed. Not to be changed. */
    byte[] events(Optional<RouteId> followed) {
        return Objects.requireNonNull(written.computeIfAbsent(followed, this::write));
    }

    private byte[] write(Optional<RouteId> followed) {
        var to = new ByteArrayOutputStream();
        changes.stream().filter(change -> change.concerns(followed)).forEach(change -> change.write(to));
        return to.toByteArray();
    }
}

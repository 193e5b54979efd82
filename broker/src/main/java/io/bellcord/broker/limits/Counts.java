package io.bellcord.broker.limits;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many of a kind there are at once, at most so many of each. Safe for use by many threads. */
public final class Counts<K> {
    private final int most;
    private final ConcurrentMap<K, Integer> counts = new ConcurrentHashMap<>();

    /** One that is counted, until it leaves; leaving twice is leaving once. */
    public final class Place {
        private final K key;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(K key) {
            this.key = key;
        }

        public void leave() {
            if (left.compareAndSet(false, true)) {
                counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    public Counts(int most) {
        this.most = most;
    }

    /** Counts one more; empty where there is no room. */
    public Optional<Place> enter(K key) {
        return enter(key, most);
    }

    /** The same for who may not have the last places: empty where {@code fewer} of them are taken. */
    public Optional<Place> enter(K key, int fewer) {
        int room = Math.min(fewer, most);
        boolean[] entered = new boolean[1];
        counts.compute(key, (_, count) -> {
            int before = count == null ? 0 : count;
            entered[0] = before < room;
            return entered[0] ? Integer.valueOf(before + 1) : count;
        });
        return entered[0] ? Optional.of(new Place(key)) : Optional.empty();
    }
}

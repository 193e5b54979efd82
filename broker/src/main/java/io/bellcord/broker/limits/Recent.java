package io.bellcord.broker.limits;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of the keys used lately: bounded by number, the longest unused goes first, and by time. Safe for use by
 * many threads.
 */
final class Recent<K, V> {
    private final int most;
    private final long idle;
    private final Ticker ticker;
    private final Map<K, Used<V>> byUse = new LinkedHashMap<>(16, 0.75f, true);

    private record Used<V>(V value, long at) {}

    /** @param idle after which an unused key is forgotten */
    Recent(int most, Duration idle, Ticker ticker) {
        this.most = most;
        this.idle = idle.toNanos();
        this.ticker = ticker;
    }

    synchronized V get(K key, Supplier<V> fresh) {
        long now = ticker.nanos();
        forgetIdle(now);
        Used<V> known = byUse.get(key);
        V value = known == null ? fresh.get() : known.value();
        put(key, value, now);
        return value;
    }

    synchronized void replace(K key, V value) {
        long now = ticker.nanos();
        forgetIdle(now);
        put(key, value, now);
    }

    private void put(K key, V value, long now) {
        byUse.put(key, new Used<>(value, now));
        if (byUse.size() > most) {
            byUse.remove(byUse.keySet().iterator().next());
        }
    }

    synchronized Optional<V> find(K key) {
        long now = ticker.nanos();
        forgetIdle(now);
        Optional<V> known = Optional.ofNullable(byUse.get(key)).map(Used::value);
        known.ifPresent(value -> put(key, value, now)); // looked at is used
        return known;
    }

    synchronized int size() {
        return byUse.size();
    }

    private void forgetIdle(long now) {
        Iterator<Used<V>> longestUnused = byUse.values().iterator();
        while (longestUnused.hasNext() && now - longestUnused.next().at() > idle) {
            longestUnused.remove();
        }
    }
}

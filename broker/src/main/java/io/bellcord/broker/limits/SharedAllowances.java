package io.bellcord.broker.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * One {@link Allowance} for all that hold the same key at once, so that connecting twice does not double it, and for who
 * comes back before it is full again, so that connecting anew does not refill it. Safe for use by many threads.
 */
public final class SharedAllowances<K> {
    private final Rate rate;
    private final Ticker ticker;
    private final Map<K, Held> held = new HashMap<>();
    private final Recent<K, Allowance> left;

    private static final class Held {
        private final Allowance allowance;
        private int holders;

        private Held(Allowance allowance) {
            this.allowance = allowance;
        }
    }

    /** @param mostLeft keys that nobody holds any more and that are remembered */
    public SharedAllowances(Rate rate, int mostLeft, Ticker ticker) {
        this.rate = rate;
        this.ticker = ticker;
        left = new Recent<>(mostLeft, rate.every().multipliedBy(rate.burst()), ticker);
    }

    /** Each call needs a {@link #leave}. */
    public synchronized Allowance join(K key) {
        Held one =
                held.computeIfAbsent(key, _ -> new Held(left.find(key).orElseGet(() -> new Allowance(rate, ticker))));
        one.holders++;
        return one.allowance;
    }

    public synchronized void leave(K key) {
        Held one = held.get(key);
        if (one != null && --one.holders == 0) {
            held.remove(key);
            left.replace(key, one.allowance);
        }
    }
}

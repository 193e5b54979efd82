package io.bellcord.broker.limits;

import java.util.concurrent.atomic.AtomicLong;

/** Holds one thing to a {@link Rate}. Safe for use by many threads. */
public final class TokenBucket {
    private final Ticker ticker;
    private final long every;
    private final long capacity;
    /** When it will be full again if nothing more is taken: one number says both the level and its age. */
    private final AtomicLong fullAt;

    public TokenBucket(Rate rate, Ticker ticker) {
        this.ticker = ticker;
        every = rate.every().toNanos();
        capacity = every * rate.burst();
        fullAt = new AtomicLong(ticker.nanos());
    }

    /** Takes a token, if there is one. */
    public boolean tryTake() {
        long now = ticker.nanos();
        long before;
        long after;
        do {
            before = fullAt.get();
            after = (before - now > 0 ? before : now) + every;
            if (after - now > capacity) {
                return false;
            }
        } while (!fullAt.compareAndSet(before, after));
        return true;
    }
}

package io.bellcord.broker.testing;

import io.bellcord.broker.limits.Ticker;
import java.time.Duration;

/** Time that stands still until it is moved. */
public final class TestTicker implements Ticker {
    // About to overflow, as the real one may be.
    private volatile long nanos = Long.MAX_VALUE - 1_000_000;

    public synchronized void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long nanos() {
        return nanos;
    }
}

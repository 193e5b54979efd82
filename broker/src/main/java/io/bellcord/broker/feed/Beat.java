package io.bellcord.broker.feed;

import io.bellcord.broker.limits.Ticker;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When an event loop ticks: a tick after the last time, or at once after a pause; and not at all while nothing asks for it. A loop that
 * has too much to do runs its ticks late. The next is then put off by more, so that riders get fewer frames with more in each,
 * and whoever waits for a snapshot, or to be let in, has the time that those would have taken. Safe for use by many threads.
 */
final class Beat {
    /** So many times as much as it was late. */
    private static final int GIVES_WAY = 2;

    /** Positions are half a second old at most, with a tick of 100 ms. */
    private static final int MOST_TICKS = 4;

    private final long tick;
    private final Ticker ticker;
    private final AtomicBoolean ahead = new AtomicBoolean();
    private volatile long earliest;
    private volatile long dueAt;

    Beat(Duration tick, Ticker ticker) {
        this.tick = tick.toNanos();
        this.ticker = ticker;
        earliest = ticker.nanos();
    }

    /** Nanoseconds until the tick that is asked for with this; empty where one is ahead already. */
    OptionalLong ask() {
        if (!ahead.compareAndSet(false, true)) {
            return OptionalLong.empty();
        }
        long now = ticker.nanos();
        long wait = Math.max(earliest - now, 0);
        dueAt = now + wait;
        return OptionalLong.of(wait);
    }

    /** The tick has come. What is asked for from here on is the next. */
    void begin() {
        long now = ticker.nanos();
        earliest = now + tick + Math.clamp(GIVES_WAY * (now - dueAt), 0, MOST_TICKS * tick);
        ahead.set(false);
    }
}

package io.bellcord.broker.guard;

import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The moment at which a grant ends, by a clock that may be set. Confined to an event loop. */
final class Expiry {
    /** One of Netty's timers takes no more than this; a later end is looked at again then. */
    private static final Duration LONGEST_TIMER = Duration.ofDays(1);

    private final EventExecutor loop;
    private final Clock clock;
    private final Instant at;
    private final Runnable onExpired;
    private @Nullable Future<?> look;

    /** @param at {@link Instant#MAX} for never */
    Expiry(EventExecutor loop, Clock clock, Instant at, Runnable onExpired) {
        this.loop = loop;
        this.clock = clock;
        this.at = at;
        this.onExpired = onExpired;
    }

    void begin() {
        if (at.equals(Instant.MAX)) {
            return;
        }
        Duration left = Duration.between(clock.instant(), at);
        Duration timer = left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER;
        look = loop.schedule(this::look, Math.max(1, timer.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (clock.instant().isBefore(at)) {
            begin();
        } else {
            onExpired.run();
        }
    }

    void stop() {
        if (look != null) {
            look.cancel(false);
        }
    }
}

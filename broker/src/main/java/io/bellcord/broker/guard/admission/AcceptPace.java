package io.bellcord.broker.guard.admission;

import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import java.time.Duration;

/**
 * When a listener may accept again. What waits meanwhile does so in the operating system, where it costs nothing; accepted,
 * it would take its turn on an event loop before those who are connected already. Confined to its listener's event loop.
 */
final class AcceptPace {
    private final long every;
    private final long burst;
    private final Ticker ticker;
    /** When all that were accepted have had their time. */
    private long doneAt;

    /** @param rate at which connections are accepted as long as more wait */
    AcceptPace(Rate rate, Ticker ticker) {
        every = rate.every().toNanos();
        burst = every * rate.burst();
        this.ticker = ticker;
        doneAt = ticker.nanos() - burst;
    }

    /** One more was accepted: how long the next should wait. */
    Duration accepted() {
        long now = ticker.nanos();
        long idleSince = now - burst;
        doneAt = (doneAt - idleSince > 0 ? doneAt : idleSince) + every;
        return Duration.ofNanos(Math.max(0, doneAt - now));
    }
}

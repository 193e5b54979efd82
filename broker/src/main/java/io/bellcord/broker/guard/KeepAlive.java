package io.bellcord.broker.guard;

import io.bellcord.broker.limits.Ticker;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client still sends packets: after one and a half times its keep alive without one it is taken to have gone (MQTT
 * 3.1.1, 3.1.2-24). Bytes of a packet that is never completed do not count, nor do a WebSocket's pings. Confined to its event loop.
 */
final class KeepAlive {
    private final EventExecutor loop;
    private final Ticker ticker;
    private final long longest;
    private final Runnable onSilence;
    private long heard;
    private @Nullable Future<?> look;

    /** @param keepAlive zero for none */
    KeepAlive(EventExecutor loop, Ticker ticker, Duration keepAlive, Runnable onSilence) {
        this.loop = loop;
        this.ticker = ticker;
        longest = keepAlive.multipliedBy(3).dividedBy(2).toNanos();
        this.onSilence = onSilence;
    }

    void begin() {
        heard();
        if (longest > 0) {
            lookAfter(longest);
        }
    }

    /** A packet has come. */
    void heard() {
        heard = ticker.nanos();
    }

    void stop() {
        if (look != null) {
            look.cancel(false);
        }
    }

    private void lookAfter(long nanos) {
        look = loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long silent = ticker.nanos() - heard;
        if (silent < longest) {
            lookAfter(longest - silent);
        } else {
            onSilence.run();
        }
    }
}

package io.bellcord.broker.guard;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * Says to those that Moquette calls whether the event loop they are called on is handing it a publish that needs no session:
 * one at QoS 0 or 1. It may be done at once then, where Moquette would hand it to another thread (docs/decisions/0015).
 */
public final class PublishTurn {
    private final FastThreadLocal<Boolean> now = new FastThreadLocal<>();

    void during(Runnable handOver) {
        now.set(true);
        try {
            handOver.run();
        } finally {
            now.set(false);
        }
    }

    /** Whether the calling thread does that right now. */
    public boolean isNow() {
        return Boolean.TRUE.equals(now.getIfExists());
    }
}

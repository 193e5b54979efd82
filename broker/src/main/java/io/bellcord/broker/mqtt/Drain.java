package io.bellcord.broker.mqtt;

import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells every client to go, evenly over a time: each goes to another node at once, and that one has others to serve. Where
 * there are few, it only takes as long as they need.
 */
record Drain(int perStep, Duration step) {
    private static final Duration STEP = Duration.ofMillis(50);

    /** Two hundred a second: any node lets so many in beside its work. */
    private static final int FEWEST_PER_STEP = 10;

    /** @param over at most */
    static Drain of(int clients, Duration over) {
        long steps = Math.max(1, over.dividedBy(STEP));
        return new Drain((int) Math.max(FEWEST_PER_STEP, Math.ceilDiv(clients, steps)), STEP);
    }

    /** Returns once all have been told, or the thread is interrupted. */
    void tell(List<Connection> clients) {
        for (int from = 0; from < clients.size() && !Thread.currentThread().isInterrupted(); from += perStep) {
            if (from > 0) {
                LockSupport.parkNanos(step.toNanos());
            }
            clients.subList(from, Math.min(from + perStep, clients.size()))
                    .forEach(client -> client.end(Ending.SHUTTING_DOWN));
        }
    }
}

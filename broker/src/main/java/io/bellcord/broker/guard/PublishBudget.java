package io.bellcord.broker.guard;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many publishes of all clients together are on their way through Moquette to ingest: its queue there has no bound of its
 * own. Who publishes while too many are is not read from until half of them are through.
 *
 * <p>Nobody waits for ever: while more than half are under way, each of them comes to its end (worked on, or forgotten with
 * its connection), and the one that reaches half wakes all who wait. Who begins to wait looks once more after that.
 */
final class PublishBudget {
    /** The share of the heap, and so by default of direct memory, that their packets may take at their largest. */
    private static final int SHARE = 8;

    private static final int LEAST = 1024;

    /** They wait in the queues of Moquette's session loops, 100 000 long, and all may be in one: full, it drops publishes. */
    private static final int MOST = 50_000;

    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    PublishBudget(int most) {
        this.most = most;
    }

    /** As many as this process has memory for. */
    static PublishBudget forPacketsOf(int maxPacketBytes) {
        long most = Runtime.getRuntime().maxMemory() / SHARE / maxPacketBytes;
        return new PublishBudget(Math.clamp(most, LEAST, MOST));
    }

    int underWay() {
        return underWay.get();
    }

    /** One more is under way. Returns false if its sender must not be read from before {@link #whenRoom} says so. */
    boolean take() {
        return underWay.incrementAndGet() < most;
    }

    /** So many are through. */
    void give(int publishes) {
        if (underWay.addAndGet(-publishes) <= most / 2) {
            wake();
        }
    }

    /** Runs this once there is room again, on any thread. */
    void whenRoom(Runnable resume) {
        waiting.add(resume);
        if (underWay.get() <= most / 2) {
            wake();
        }
    }

    /** Looks at the room before each: who is woken may have filled it and wait again. */
    private void wake() {
        while (underWay.get() <= most / 2) {
            Runnable next = waiting.poll();
            if (next == null) {
                return;
            }
            next.run();
        }
    }
}

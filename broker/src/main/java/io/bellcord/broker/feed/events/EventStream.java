package io.bellcord.broker.feed.events;

import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.RouteId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one reader is owed. While it keeps up that is the batch of the last tick, which it shares with others; else the newest
 * of each bus, in the order in which they came to be owed. Safe for use by many threads; one of them reads.
 */
public final class EventStream implements AutoCloseable {
    /** So that what is read later is newer. */
    private static final int MOST_AT_ONCE = 32;

    private final Optional<RouteId> followed;
    private final Consumer<EventStream> onClose;
    private final Map<BusId, Change> owed = new LinkedHashMap<>();
    private @Nullable Batch ready;
    private boolean ended;

    EventStream(Optional<RouteId> followed, Consumer<EventStream> onClose) {
        this.followed = followed;
        this.onClose = onClose;
    }

    /** Takes a tick's changes on. */
    synchronized void give(Batch batch) {
        if (ready == null && owed.isEmpty()) {
            ready = batch;
        } else {
            if (ready != null) {
                owe(ready.changes());
                ready = null;
            }
            owe(batch.changes());
        }
        notifyAll();
    }

    synchronized void owe(List<Change> changes) {
        for (Change change : changes) {
            if (change.concerns(followed)) {
                owed.merge(change.picture().bus().bus(), change, Change::and);
            }
        }
    }

    synchronized void forget(BusId bus) {
        owed.remove(bus);
    }

    /** Nothing more is to be read. Returns at once, on any thread. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    public synchronized boolean isEnded() {
        return ended;
    }

    /**
     * Waits for what there is to be told next; for one thread.
     *
     * @return events as they are written; empty when there was nothing for so long, or the stream has ended
     */
    public byte[] next(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            Batch shared;
            List<Change> own;
            synchronized (this) {
                if (!await(deadline)) {
                    return new byte[0];
                }
                shared = ready;
                ready = null;
                own = shared == null ? takeSome() : List.of();
            }
            byte[] events = shared == null ? new Batch(own).events(Optional.empty()) : shared.events(followed);
            if (events.length > 0) {
                return events;
            }
        }
    }

    /** False when there is nothing to be told any more, or not in time. */
    private synchronized boolean await(long deadline) throws InterruptedException {
        while (!ended && ready == null && owed.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Duration.ofNanos(left).toMillis() + 1);
        }
        return !ended;
    }

    private synchronized List<Change> takeSome() {
        var some = new ArrayList<Change>(MOST_AT_ONCE);
        Iterator<Change> all = owed.values().iterator();
        while (all.hasNext() && some.size() < MOST_AT_ONCE) {
            some.add(all.next());
            all.remove();
        }
        return some;
    }

    @Override
    public void close() {
        end();
        onClose.accept(this);
    }
}

package io.bellcord.broker.feed.events;

import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.RouteId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The readers of one provider, and the picture of its buses that they have been told of, or are owed. A thread of its own
 * brings it up to date once a tick, for as long as there is a reader. Safe for use by many threads.
 */
final class ProviderEvents {
    private final Duration tick;
    private final Thread thread;

    private final Object inbox = new Object();
    private Map<BusId, BusPicture> waiting = new HashMap<>();

    private final Map<BusId, BusPicture> shown = new HashMap<>();
    private final Set<EventStream> streams = new HashSet<>();

    ProviderEvents(String provider, Duration tick) {
        this.tick = tick;
        thread = Thread.ofVirtual().name("events-" + provider).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    /** From any thread; returns at once. */
    void changed(BusPicture picture) {
        synchronized (inbox) {
            waiting.merge(picture.bus().bus(), picture, (one, other) -> other.version() > one.version() ? other : one);
            inbox.notifyAll();
        }
    }

    private void run() {
        Steady.loop(
                () -> false,
                "Readers of events got less than they should",
                () -> { // until stop()
                    show(drain());
                    Thread.sleep(tick);
                });
    }

    private Collection<BusPicture> drain() throws InterruptedException {
        synchronized (inbox) {
            while (waiting.isEmpty()) {
                inbox.wait();
            }
            Collection<BusPicture> all = waiting.values();
            waiting = new HashMap<>();
            return all;
        }
    }

    /** Brings the picture up to date, and tells of what that changed. */
    synchronized void show(Collection<BusPicture> pictures) {
        var changes = new ArrayList<Change>();
        for (BusPicture picture : pictures) {
            BusId bus = picture.bus().bus();
            BusPicture before = shown.get(bus);
            if (before != null && picture.version() <= before.version()) {
                continue; // they may come out of order
            }
            if (picture.forgotten()) {
                shown.remove(bus);
                streams.forEach(stream -> stream.forget(bus));
            } else {
                shown.put(bus, picture);
                changes.add(before == null ? Change.whole(picture) : Change.between(before, picture));
            }
        }
        if (!changes.isEmpty()) {
            Batch batch = new Batch(changes);
            streams.forEach(stream -> stream.give(batch));
        }
    }

    /** A new reader is owed the whole picture. */
    synchronized EventStream join(Optional<RouteId> followed, Consumer<EventStream> onClose) {
        EventStream stream = new EventStream(followed, onClose);
        stream.owe(shown.values().stream().map(Change::whole).toList());
        streams.add(stream);
        return stream;
    }

    /** Says whether nobody is left. */
    synchronized boolean leave(EventStream stream) {
        streams.remove(stream);
        return streams.isEmpty();
    }

    synchronized void endAll() {
        streams.forEach(EventStream::end);
    }
}

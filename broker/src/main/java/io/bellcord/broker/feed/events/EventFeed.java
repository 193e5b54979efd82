package io.bellcord.broker.feed.events;

import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Streams of what the board shows: first all of it, then what changes, the newest of each bus. Safe for use by many threads. */
public final class EventFeed implements AutoCloseable {
    private final Board board;
    private final Duration tick;
    private final ConcurrentMap<ProviderId, ProviderEvents> providers = new ConcurrentHashMap<>();
    private boolean closed;

    /** @param tick how long changes are collected before they are told */
    public EventFeed(Board board, Duration tick) {
        this.board = board;
        this.tick = tick;
        board.listen(this::changed);
    }

    private void changed(BusPicture picture) {
        ProviderEvents events = providers.get(picture.bus().provider());
        if (events != null) {
            events.changed(picture);
        }
    }

    /**
     * A new reader of a provider; to be closed.
     *
     * @param followed the route whose buses it is told of; empty for all
     */
    public synchronized EventStream open(ProviderId provider, Optional<RouteId> followed) {
        ProviderEvents events = providers.get(provider);
        if (events == null) {
            events = new ProviderEvents(provider.value(), tick);
            providers.put(provider, events); // it is told of changes first, and reads the picture then
            events.show(board.list(provider));
            events.start();
        }
        EventStream stream = events.join(followed, left -> leave(provider, left));
        if (closed) {
            stream.end();
        }
        return stream;
    }

    /** Whether somebody reads of a provider. */
    public boolean isWatched(ProviderId provider) {
        return providers.containsKey(provider);
    }

    private synchronized void leave(ProviderId provider, EventStream stream) {
        ProviderEvents events = providers.get(provider);
        if (events != null && events.leave(stream)) {
            providers.remove(provider);
            events.stop();
        }
    }

    /** Ends every stream, and each that is opened from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        providers.values().forEach(ProviderEvents::endAll);
    }
}

package io.bellcord.broker.feed;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;

/**
 * The live feed: everything under {@code bus/} that riders get comes from here. What changes on the board is passed to the
 * event loops that have a rider for it; riders join on their event loop.
 */
public final class Feed {
    private final Board board;
    private final Duration tick;
    private final Function<ProviderId, CompletableFuture<Void>> loader;
    private final ConcurrentMap<EventLoop, LoopFeed> loops = new ConcurrentHashMap<>();
    private final ConcurrentMap<ProviderId, Set<LoopFeed>> interested = new ConcurrentHashMap<>();
    private final Counter refusalsDropped;

    /**
     * A feed of what the board shows.
     *
     * @param tick how long changes are collected before they are sent; zero sends at once
     * @param loader brings a provider's last locations onto the board; completes when they are there, or cannot be had
     */
    public Feed(
            Board board, Duration tick, Function<ProviderId, CompletableFuture<Void>> loader, MeterRegistry meters) {
        this.board = board;
        this.tick = tick;
        this.loader = loader;
        this.refusalsDropped = meters.counter("bellcord.feed.refusals.dropped");
        board.listen(this::changed);
    }

    /** Tells those who may mend it why a publish for a bus was refused. */
    public void refused(BusKey bus, byte[] payload) {
        for (LoopFeed loop : interestedIn(bus.provider())) {
            if (!loop.refused(bus, payload)) {
                refusalsDropped.increment();
            }
        }
    }

    /** A new rider, who follows nothing yet. */
    public Rider join(EventLoop loop, RiderSocket socket) {
        return new Rider(loops.computeIfAbsent(loop, one -> new LoopFeed(this, one, tick)), socket);
    }

    void interested(ProviderId provider, LoopFeed loop) {
        interested.computeIfAbsent(provider, _ -> new CopyOnWriteArraySet<>()).add(loop);
    }

    void notInterested(ProviderId provider, LoopFeed loop) {
        interestedIn(provider).remove(loop);
    }

    Collection<BusPicture> list(ProviderId provider) {
        return board.list(provider);
    }

    CompletableFuture<Void> load(ProviderId provider) {
        return loader.apply(provider);
    }

    private Set<LoopFeed> interestedIn(ProviderId provider) {
        return interested.getOrDefault(provider, Set.of());
    }

    private void changed(BusPicture picture) {
        interestedIn(picture.bus().provider()).forEach(loop -> loop.changed(picture));
    }
}

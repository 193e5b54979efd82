package io.bellcord.broker.feed;

import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The live feed: everything under {@code bus/} that riders get comes from here. What changes on the board, wherever it was
 * received, is passed to the event loops that have a rider for it; riders join on their event loop.
 */
public final class Feed {
    private final Board board;
    private final FeedSettings settings;
    private final Function<ProviderId, CompletableFuture<Void>> loader;
    private final Function<ProviderId, Optional<Duration>> minIntervals;
    private final Ticker ticker;
    private final FeedMetrics metrics;
    private final ConcurrentMap<EventLoop, LoopFeed> loops = new ConcurrentHashMap<>();
    private final ConcurrentMap<ProviderId, Set<LoopFeed>> interested = new ConcurrentHashMap<>();
    /** Those with riders who follow the dataset. */
    private final ConcurrentMap<ProviderId, Set<LoopFeed>> ofDatasets = new ConcurrentHashMap<>();

    private volatile Consumer<ProviderId> onDatasetFollowed = _ -> {};

    /**
     * A feed of what the board shows.
     *
     * @param loader brings a provider's last locations onto the board; completes when they are there, or cannot be had
     * @param minIntervals of providers that have one of their own, for riders who join and do not say
     */
    public Feed(
            Board board,
            FeedSettings settings,
            Function<ProviderId, CompletableFuture<Void>> loader,
            Function<ProviderId, Optional<Duration>> minIntervals,
            MeterRegistry meters,
            Ticker ticker) {
        this.board = board;
        this.settings = settings;
        this.loader = loader;
        this.minIntervals = minIntervals;
        this.ticker = ticker;
        metrics = new FeedMetrics(meters);
        board.listen(this::changed);
    }

    /** One that differs from the usual in its tick. */
    public Feed(
            Board board, Duration tick, Function<ProviderId, CompletableFuture<Void>> loader, MeterRegistry meters) {
        this(board, FeedSettings.ticking(tick), loader, _ -> Optional.empty(), meters, Ticker.system());
    }

    /** Tells those who may mend it why a publish for a bus was refused. */
    public void refused(BusKey bus, byte[] payload) {
        for (LoopFeed loop : interestedIn(bus.provider())) {
            if (!loop.refused(bus, payload)) {
                metrics.refusalDropped();
            }
        }
    }

    /**
     * From now on called when the dataset of a provider is needed on an event loop, by that loop: it must return at once, and
     * have {@link #dataset} called.
     */
    public void onDatasetFollowed(Consumer<ProviderId> listener) {
        onDatasetFollowed = listener;
    }

    /** Providers whose dataset somebody follows. */
    public Set<ProviderId> datasetsFollowed() {
        return ofDatasets.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * Gives a whole fleet as one message to those who follow it and do not have it yet.
     *
     * @param message not to be changed any more; the same array is the same message
     */
    public void dataset(ProviderId provider, byte[] message) {
        ofDatasets.getOrDefault(provider, Set.of()).forEach(loop -> loop.dataset(provider, message));
    }

    Dataset.Following following(ProviderId provider, LoopFeed loop) {
        return new Dataset.Following() {
            @Override
            public void begin() {
                ofDatasets
                        .computeIfAbsent(provider, _ -> new CopyOnWriteArraySet<>())
                        .add(loop);
                onDatasetFollowed.accept(provider);
            }

            @Override
            public void end() {
                ofDatasets.getOrDefault(provider, Set.of()).remove(loop);
            }
        };
    }

    /** A new rider of a provider, who follows nothing yet; called on the event loop. */
    public Rider join(EventLoop loop, ProviderId provider, RiderSocket socket) {
        return loops.computeIfAbsent(loop, this::open).join(provider, socket);
    }

    private LoopFeed open(EventLoop loop) {
        return new LoopFeed(this, loop, settings, ticker, metrics);
    }

    void interested(ProviderId provider, LoopFeed loop) {
        interested.computeIfAbsent(provider, _ -> new CopyOnWriteArraySet<>()).add(loop);
    }

    void notInterested(ProviderId provider, LoopFeed loop) {
        interestedIn(provider).remove(loop);
    }

    /** Whether some rider has a provider before his eyes. */
    public boolean isWatched(ProviderId provider) {
        return !interestedIn(provider).isEmpty();
    }

    InstantSource clock() {
        return board.clock();
    }

    Collection<BusPicture> list(ProviderId provider) {
        return board.list(provider);
    }

    /** Between two frames for a rider of this provider who does not say. */
    Duration minInterval(ProviderId provider) {
        return minIntervals.apply(provider).orElse(settings.minInterval());
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

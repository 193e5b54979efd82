package io.bellcord.broker.feed;

import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed of one event loop: its own picture of the providers that its riders watch, kept by that loop alone. What
 * changes elsewhere waits in an inbox, the newest of each bus, until the next tick. Because the snapshot is taken from
 * the same picture that the ticks change, nothing falls between the two and nothing comes twice.
 */
final class LoopFeed {
    private static final Logger log = LoggerFactory.getLogger(LoopFeed.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Feed feed;
    private final EventLoop loop;
    private final FeedSettings settings;
    private final Ticker ticker;
    private final FeedMetrics metrics;

    private final Inbox inbox = new Inbox();
    private final Refusals refusals = new Refusals();
    /** Of each provider the newest that has not been shown. */
    private final ConcurrentMap<ProviderId, byte[]> datasets = new ConcurrentHashMap<>();

    private final Beat beat;
    private final Map<ProviderId, Fleet> fleets = new HashMap<>();
    /** For groups that wait longer than a tick. */
    private @Nullable Future<?> later;

    private long laterAt;

    LoopFeed(Feed feed, EventLoop loop, FeedSettings settings, Ticker ticker, FeedMetrics metrics) {
        this.feed = feed;
        this.loop = loop;
        this.settings = settings;
        this.ticker = ticker;
        this.metrics = metrics;
        beat = new Beat(settings.tick(), ticker);
    }

    /** From any thread. */
    void changed(BusPicture picture) {
        inbox.add(picture);
        scheduleTick();
    }

    /** From any thread; false when too many wait already. */
    boolean refused(BusKey bus, byte[] payload) {
        boolean taken = refusals.offer(bus, payload);
        scheduleTick();
        return taken;
    }

    /** From any thread. */
    void dataset(ProviderId provider, byte[] message) {
        datasets.put(provider, message);
        scheduleTick();
    }

    /**
     * From any thread: there is one tick ahead at most, so one waking of the loop whatever comes meanwhile, and none while
     * nothing changes. What comes after a pause goes out at once.
     */
    private void scheduleTick() {
        OptionalLong wait = beat.ask();
        if (wait.isEmpty()) {
            return;
        }
        try {
            if (wait.getAsLong() == 0) {
                loop.execute(this::tick);
            } else {
                loop.schedule(this::tick, wait.getAsLong(), TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException e) {
            log.debug("An event loop has ended: it has no riders to tell", e);
        }
    }

    private void tick() {
        beat.begin(); // before the inbox is read: what comes from here on asks for the next
        try {
            showWaiting();
            send(); // before anything else catches up: what it would send is not marked as changed yet, and comes twice
            refusals.drain().forEach((bus, payloads) -> payloads.forEach(payload -> tell(bus, payload)));
            datasets.keySet().forEach(this::showDataset);
        } catch (RuntimeException | Error e) {
            log.error("Riders of an event loop got less than they should; this is a bug", e);
        }
    }

    private void showWaiting() {
        inbox.drain().forEach(this::show);
        fleets.values().forEach(Fleet::stir);
    }

    private void show(BusPicture picture) {
        Fleet fleet = fleets.get(picture.bus().provider());
        if (fleet != null) {
            fleet.show(picture);
        }
    }

    /** Behind whoever is about to follow it: a tracker asks for its refusals and publishes at once. */
    private void tell(BusKey bus, byte[] payload) {
        Fleet fleet = fleets.get(bus.provider());
        if (fleet == null) {
            return;
        }
        Runnable tell = () -> fleet.refused(bus, payload);
        if (!fleet.loading().isAwaited()) {
            loop.execute(tell); // a rider's beginning may be among the tasks already
        } else if (!fleet.loading().awaitRefusal(tell)) {
            metrics.refusalDropped();
        }
    }

    private void showDataset(ProviderId provider) {
        byte[] message = datasets.remove(provider);
        Fleet fleet = fleets.get(provider);
        if (fleet != null && message != null) {
            fleet.dataset().show(message);
        }
    }

    private void send() {
        long now = ticker.nanos();
        long wait = fleets.values().stream()
                .mapToLong(fleet -> send(fleet, now))
                .min()
                .orElse(Groups.NOTHING_WAITS);
        if (wait != Groups.NOTHING_WAITS && (later == null || now + wait - laterAt < 0)) {
            if (later != null) {
                later.cancel(false);
            }
            laterAt = now + wait;
            later = loop.schedule(this::sendLater, wait, TimeUnit.NANOSECONDS);
        }
    }

    /** What fails for one provider is tried again a moment later, and keeps nothing from the others. */
    private long send(Fleet fleet, long now) {
        try {
            return fleet.send(now);
        } catch (RuntimeException | Error e) {
            log.error("Riders of a provider get positions later; this is a bug provider={}", fleet.provider(), e);
            return RETRY.toNanos();
        }
    }

    /** On the beat of the ticks like everything else: else groups that wait would make more ticks than there are. */
    private void sendLater() {
        later = null;
        scheduleTick();
    }

    Rider join(ProviderId provider, RiderSocket socket) {
        socket.limitSendBuffer(settings.sendBuffer());
        Rider rider = new Rider(this, fleets.computeIfAbsent(provider, this::open), socket, feed.minInterval(provider));
        rider.enter();
        metrics.ridersChanged(1);
        return rider;
    }

    /** Asks for changes first and reads the picture then: what changes in between comes again and is recognised. */
    private Fleet open(ProviderId provider) {
        Fleet fleet = new Fleet(
                provider,
                new Routes(provider, settings.routeInterval(), feed.clock()),
                new Dataset(provider, feed.following(provider, this), metrics),
                ticker,
                metrics);
        feed.interested(provider, this);
        fleet.loading().done(feed.load(provider));
        feed.list(provider).forEach(fleet::show);
        fleet.send(ticker.nanos()); // to nobody: none of it is news to whoever joins
        return fleet;
    }

    void leave(Fleet fleet, Rider rider) {
        metrics.ridersChanged(-1);
        if (fleet.leave(rider)) {
            fleets.remove(fleet.provider());
            feed.notInterested(fleet.provider(), this);
            fleet.close();
        }
    }

    /**
     * Runs at once where the provider's last locations are here, else on this loop when they have come. Either way what
     * waits for the tick is shown first: a rider who comes back may have seen it already, where another loop has ticked.
     */
    void whenLoaded(Fleet fleet, Runnable then) {
        if (fleet.loading().isDone()) {
            showWaiting();
            then.run();
        } else if (fleet.loading().await(then)) {
            CompletableFuture<Void> loading = feed.load(fleet.provider());
            loading.whenCompleteAsync((_, _) -> whenLoaded(fleet, loading), loop);
        }
    }

    /** What was loaded may still wait in the inbox. The snapshot must have it, and the next tick not. */
    private void whenLoaded(Fleet fleet, CompletableFuture<Void> loading) {
        fleet.loading().done(loading);
        feed.list(fleet.provider()).forEach(fleet::show);
        send();
        fleet.loading().takeWaiting().forEach(loop::execute);
    }
}

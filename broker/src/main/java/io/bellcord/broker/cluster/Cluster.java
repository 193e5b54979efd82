package io.bellcord.broker.cluster;

import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionLoader;
import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings onto this node what the others receive, of those providers that somebody wants here; of all others nothing comes.
 * A provider is followed from the first call for it until nobody has wanted it for a while. Safe for use by many threads.
 */
public final class Cluster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Then a rider gets what this node knows, and the rest when it comes. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Parts parts;
    private final Duration linger;
    private final Clock clock;
    private final Ticker ticker;
    private final ClusterMetrics metrics;
    private final ConcurrentMap<ProviderId, Followed> followed = new ConcurrentHashMap<>();
    private final List<Predicate<ProviderId>> watchers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cluster").factory());
    private volatile boolean closed;

    /**
     * What it works with.
     *
     * @param announcements of this node
     * @param memory this node's newest positions
     * @param shown is handed what is newer than they were
     */
    public record Parts(
            Channels channels,
            Announcements announcements,
            PositionLoader loader,
            LastLocations memory,
            Consumer<Position> shown) {}

    private record Followed(Following following, Channels.Subscription subscription) {}

    private Cluster(Parts parts, Duration linger, MeterRegistry meters, Clock clock, Ticker ticker) {
        this.parts = parts;
        this.linger = linger;
        this.clock = clock;
        this.ticker = ticker;
        metrics = new ClusterMetrics(meters, followed::size, this::countCutOff);
    }

    /**
     * Joins the nodes that share a Redis.
     *
     * @param linger how long a provider is followed that nobody wants any more
     */
    public static Cluster join(Parts parts, Duration linger, MeterRegistry meters, Clock clock, Ticker ticker) {
        Cluster cluster = new Cluster(parts, linger, meters, clock, ticker);
        Steady.every(cluster.keeper, LOOK, "Providers may be followed for nobody", cluster::look);
        return cluster;
    }

    /** A provider stays followed while this says that somebody has it before his eyes. */
    public void followWhile(Predicate<ProviderId> watched) {
        watchers.add(watched);
    }

    /**
     * Somebody wants a provider now. Never blocks.
     *
     * @return done when all that the other nodes know is shown here, and what they receive from then on, too; failed, after
     *     two seconds at most, where that cannot be had: it is tried on, and shown when it comes
     */
    public CompletableFuture<Void> follow(ProviderId provider) {
        if (closed) {
            return CompletableFuture.failedFuture(new NotFollowed());
        }
        long now = ticker.nanos();
        Followed one = Objects.requireNonNull(
                followed.compute(provider, (_, before) -> before == null ? open(provider, now) : kept(before, now)));
        CompletableFuture<Void> ready = one.following().ready();
        return ready.isDone() ? ready : ready.copy().orTimeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether all that other nodes know of a provider is wanted here, and for some time after. */
    public boolean isFollowed(ProviderId provider) {
        return followed.containsKey(provider);
    }

    private Followed open(ProviderId provider, long now) {
        Following following = new Following(provider, this, now);
        return new Followed(following, parts.channels().subscribe(Announcements.channel(provider), following));
    }

    private int countCutOff() {
        return (int) cutOffSince().count();
    }

    private Stream<Instant> cutOffSince() {
        return followed.values().stream()
                .map(one -> one.following().cutOffSince())
                .filter(Objects::nonNull);
    }

    /** What is wrong, in words; empty while all that is followed comes. */
    public Optional<String> problem() {
        Instant lately = now().minus(LONGEST_WAIT);
        List<Instant> cutOff = cutOffSince().filter(lately::isAfter).toList();
        return cutOff.stream()
                .min(Comparator.naturalOrder())
                .map(since -> cutOff.size() + " providers are cut off from other nodes since " + since
                        + "; riders see what this node receives of them");
    }

    Instant now() {
        return clock.instant();
    }

    ClusterMetrics metrics() {
        return metrics;
    }

    /** Last locations from Redis, in the background. */
    CompletableFuture<Integer> load(ProviderId provider) {
        try {
            return parts.loader().load(provider);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e); // it closes, or there is no thread to be had
        }
    }

    void later(Runnable work) {
        try {
            keeper.schedule(work, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Not tried again, as this node stops", e);
        }
    }

    void heard(ProviderId provider, byte[] message) {
        if (!parts.announcements().isOwn(message)) {
            Announcements.read(provider, message).ifPresentOrElse(this::take, () -> metrics.corrupt(1));
        }
    }

    private void take(Announcements.Heard heard) {
        long now = clock.millis();
        metrics.corrupt(heard.corrupt());
        for (Position position : heard.positions()) {
            metrics.heard(now - position.receiveTime().toEpochMilli());
            if (parts.memory().record(position)) {
                parts.shown().accept(position);
            }
        }
    }

    /** Somebody may begin to watch at this moment: whoever does calls {@link #follow} after that. */
    private void look() {
        for (ProviderId provider : followed.keySet()) {
            boolean watched = watchers.stream().anyMatch(watcher -> watcher.test(provider));
            long now = ticker.nanos();
            followed.computeIfPresent(provider, (_, one) -> watched ? kept(one, now) : unlessOver(one, now));
        }
    }

    private static Followed kept(Followed one, long now) {
        one.following().wanted(now);
        return one;
    }

    private @Nullable Followed unlessOver(Followed one, long now) {
        if (now - one.following().wantedAt() < linger.toNanos()) {
            return one;
        }
        one.subscription().close();
        one.following().end();
        return null;
    }

    @Override
    public void close() {
        closed = true;
        keeper.shutdownNow();
        followed.values().forEach(one -> one.subscription().close());
    }
}

package io.bellcord.broker.cluster.presence;

import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells other nodes, and asks them, who is connected; of silent buses only, since of others it makes no difference
 * (docs/decisions/0023). Without Redis what was told counts until it runs out, and each node knows of its own.
 */
public final class PresenceBeat implements AutoCloseable {
    /** Beats that a lease lasts: a tracker that goes to another node is told of there before it runs out. */
    private static final int LEASE = 4;

    /** Of who wants a provider for the first time, both for its buses and for this; what Redis says later is shown later. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private final Presence presence;
    private final Board board;
    private final Leases leases;
    private final Duration interval;
    private final Predicate<ProviderId> shown;
    private final Counter failed;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("presence").factory());

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("presence-", 0).factory());

    PresenceBeat(
            Presence presence,
            Board board,
            Redis redis,
            Duration interval,
            Predicate<ProviderId> shown,
            MeterRegistry meters) {
        this.presence = presence;
        this.board = board;
        this.leases = new Leases(redis);
        this.interval = interval;
        this.shown = shown;
        failed = Counter.builder("bellcord.cluster.presence.failed")
                .description("Silent buses that Redis could not be told, or asked, whether they are connected")
                .register(meters);
    }

    /**
     * Tells and asks from now on.
     *
     * @param interval between two beats; what was told lasts for four
     * @param shown whether somebody is shown this provider's buses here
     */
    public static PresenceBeat start(
            Presence presence,
            Board board,
            Redis redis,
            Duration interval,
            Predicate<ProviderId> shown,
            MeterRegistry meters) {
        var beat = new PresenceBeat(presence, board, redis, interval, shown, meters);
        Steady.every(
                beat.timer, Duration.ZERO, interval, "Other nodes were not told which buses are connected", beat::beat);
        return beat;
    }

    /**
     * Who gets a provider's buses by this for the first time gets them in the state that they have by what other nodes tell.
     *
     * @param follow brings them here; done when they are
     */
    public Function<ProviderId, CompletableFuture<Void>> after(Function<ProviderId, CompletableFuture<Void>> follow) {
        return provider -> {
            CompletableFuture<Void> here = follow.apply(provider);
            return here.isDone()
                    ? here
                    : here.thenRunAsync(() -> ask(provider), threads)
                            .completeOnTimeout(null, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        };
    }

    void beat() {
        presence.purge();
        Duration lease = interval.multipliedBy(LEASE);
        List<BusKey> here = presence.here().stream().filter(board::isSilent).toList();
        here.forEach(bus -> presence.connectedFor(bus, lease)); // as others will have it once the tracker has left
        count(leases.prolong(here, lease));
        ask(board.listProviders().stream().filter(shown).flatMap(this::listSilentElsewhere));
    }

    private Stream<BusKey> listSilentElsewhere(ProviderId provider) {
        Set<BusKey> here = presence.here();
        return board.list(provider).stream()
                .map(BusPicture::bus)
                .filter(bus -> board.isSilent(bus) && !here.contains(bus));
    }

    private void ask(ProviderId provider) {
        ask(listSilentElsewhere(provider));
        board.sweep(provider);
    }

    private void ask(Stream<BusKey> buses) {
        count(leases.remaining(buses.toList(), presence::connectedFor));
    }

    private void count(int failures) {
        failed.increment(failures);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}

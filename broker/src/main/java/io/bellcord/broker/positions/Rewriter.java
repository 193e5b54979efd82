package io.bellcord.broker.positions;

import io.bellcord.broker.positions.Beats.Outcome;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has all that this process knows written again once Redis has forgotten some of it, or may have: it began empty or with an old
 * copy, a replica that lagged took over, or it was away. The positions of buses that report go there by themselves; these are
 * for the others.
 */
public final class Rewriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rewriter.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Beats beats;
    private final Supplier<? extends Collection<ProviderId>> providers;
    private final LastLocations memory;
    private final Consumer<Position> writer;
    private final Clock clock;
    private final Counter rewritten;
    private final Set<ProviderId> doubtful = new HashSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("redis-beat").factory());
    private volatile @Nullable Instant failingSince;

    Rewriter(
            Redis redis,
            Supplier<? extends Collection<ProviderId>> providers,
            LastLocations memory,
            Consumer<Position> writer,
            Clock clock,
            MeterRegistry meters) {
        this.beats = new Beats(redis);
        this.providers = providers;
        this.memory = memory;
        this.writer = writer;
        this.clock = clock;
        this.rewritten = Counter.builder("bellcord.redis.rewritten")
                .description("Positions handed to Redis again, since it had forgotten some, or may have")
                .register(meters);
    }

    /**
     * Looks once a second from now on.
     *
     * @param memory all that this process knows
     * @param writer must not block
     */
    public static Rewriter start(
            Redis redis,
            Supplier<? extends Collection<ProviderId>> providers,
            LastLocations memory,
            Consumer<Position> writer,
            Clock clock,
            MeterRegistry meters) {
        var rewriter = new Rewriter(redis, providers, memory, writer, clock, meters);
        Steady.every(rewriter.timer, EVERY, "Not looked whether Redis remembers", rewriter::look);
        return rewriter;
    }

    /** Since when Redis, or one of its shards, does not answer or takes nothing; empty while all is well. */
    public Optional<Instant> failingSince() {
        return Optional.ofNullable(failingSince);
    }

    void look() {
        Map<ProviderId, Outcome> outcomes = beats.beat(List.copyOf(providers.get()));
        doubtful.retainAll(outcomes.keySet());
        outcomes.forEach(this::judge);
        boolean failing = outcomes.containsValue(Outcome.FAILED);
        if (!failing) {
            failingSince = null;
        } else if (failingSince == null) {
            failingSince = clock.instant();
        }
    }

    private void judge(ProviderId provider, Outcome outcome) {
        switch (outcome) {
            case FAILED -> doubtful.add(provider);
            case FORGOTTEN -> rewrite(provider);
            case KEPT -> {
                if (doubtful.contains(provider)) {
                    rewrite(provider);
                }
            }
        }
    }

    private void rewrite(ProviderId provider) {
        doubtful.remove(provider);
        List<Position> known = memory.list(provider);
        known.forEach(writer);
        rewritten.increment(known.size());
        if (!known.isEmpty()) {
            log.info(
                    "Redis may have forgotten last locations; written again provider={} buses={}",
                    provider,
                    known.size());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package io.bellcord.broker.positions;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes positions to a slow or failing store from threads that must not wait. The newest of each bus waits, so that
 * memory is bounded by the fleet and not by how long the store is away; one thread writes all that waits at once. It
 * gathers for a moment first: to wake it for each position would cost more than the position itself.
 */
public final class PositionWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PositionWriter.class);

    /** So long others may join a position that comes while nothing is written: one call of Redis for all. */
    private static final Duration GATHER = Duration.ofMillis(20);

    /** Positions that are worth a call by themselves. */
    private static final int ENOUGH = 500;

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(5);

    private final LastLocations store;
    private final Clock clock;
    private final Counter written;
    private final DistributionSummary batchSize;

    /** A position stays here until it is written: a failure needs no putting back. */
    private final ConcurrentMap<BusKey, Position> waiting = new ConcurrentHashMap<>();

    private final Thread thread =
            Thread.ofPlatform().name("position-writer").daemon().unstarted(this::run);

    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile boolean parked;
    private volatile @Nullable Instant failingSince;

    private PositionWriter(LastLocations store, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        this.written = Counter.builder("bellcord.redis.written")
                .description("Positions written to Redis, those found not to be newer included")
                .register(meters);
        this.batchSize = DistributionSummary.builder("bellcord.redis.batch")
                .description("Positions written at once")
                .baseUnit("positions")
                .register(meters);
        Gauge.builder("bellcord.redis.waiting", waiting, ConcurrentMap::size)
                .description("Buses whose newest position is not written yet")
                .register(meters);
    }

    public static PositionWriter start(LastLocations store, Clock clock, MeterRegistry meters) {
        var writer = new PositionWriter(store, clock, meters);
        writer.thread.start();
        return writer;
    }

    /** Has the position written soon, unless a newer one of its bus comes first. Never blocks. */
    public void offer(Position position) {
        waiting.merge(position.bus(), position, PositionWriter::newer);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /** Since when nothing could be written; empty while all is well. */
    public Optional<Instant> failingSince() {
        return Optional.ofNullable(failingSince);
    }

    /** Writes what waits, for as long as the deadline allows; how many positions were left unwritten. */
    public int close(Duration deadline) {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped = true; // after the write under way
        LockSupport.unpark(thread);
        int left = waiting.size();
        if (left > 0) {
            log.warn("Positions left unwritten count={} store={}", left, store);
        }
        return left;
    }

    @Override
    public void close() {
        close(USUAL_DEADLINE);
    }

    private void run() {
        Duration backOff = FIRST_BACK_OFF;
        while (!stopped) {
            if (waiting.isEmpty()) {
                if (closing) {
                    return;
                }
                awaitOffer();
            } else if (writeAll(gather())) {
                backOff = FIRST_BACK_OFF;
            } else {
                LockSupport.parkNanos(backOff.toNanos());
                backOff = longer(backOff);
            }
        }
    }

    /** {@link #offer} puts first and asks afterwards whether we sleep; we say so first and look afterwards. */
    private void awaitOffer() {
        parked = true;
        if (waiting.isEmpty() && !closing) {
            LockSupport.park(this);
        }
        parked = false;
    }

    /** All that waits, and what comes within a moment where that is little. */
    private List<Position> gather() {
        if (!closing && waiting.size() < ENOUGH) {
            LockSupport.parkNanos(GATHER.toNanos());
        }
        return List.copyOf(waiting.values());
    }

    private boolean writeAll(List<Position> batch) {
        try {
            store.recordAll(batch);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
        batch.forEach(position -> waiting.remove(position.bus(), position)); // not a newer one that came meanwhile
        written.increment(batch.size());
        batchSize.record(batch.size());
        recovered();
        return true;
    }

    private void failed(RuntimeException e) {
        if (failingSince == null) {
            failingSince = clock.instant();
            log.warn("Positions cannot be written; the newest of each bus is kept until they can store={}", store, e);
        }
    }

    private void recovered() {
        if (failingSince != null) {
            log.info("Positions are written again since={} store={}", failingSince, store);
            failingSince = null;
        }
    }

    private static Position newer(Position held, Position offered) {
        return offered.isNewerThan(held) ? offered : held;
    }

    private static Duration longer(Duration backOff) {
        Duration doubled = backOff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }
}

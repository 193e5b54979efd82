package io.bellcord.broker.positions;

import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes positions to a slow or failing store from threads that must not wait. The newest of each bus waits, so that
 * memory is bounded by the fleet and not by how long the store is away. Each shard has a lane of its own: one that is
 * slow or away keeps no other's providers waiting.
 */
public final class PositionWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PositionWriter.class);
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(5);
    /** Then a lane without positions ends, and its thread with it. */
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private final LastLocations store;
    private final Clock clock;
    private final Duration longestIdle;
    private final Counter written;
    private final DistributionSummary batchSize;
    private final ConcurrentMap<Shard, WriterLane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closing;

    PositionWriter(LastLocations store, Clock clock, MeterRegistry meters, Duration longestIdle) {
        this.store = store;
        this.clock = clock;
        this.longestIdle = longestIdle;
        this.written = Counter.builder("bellcord.redis.written")
                .description("Positions written to Redis, those found not to be newer included")
                .register(meters);
        this.batchSize = DistributionSummary.builder("bellcord.redis.batch")
                .description("Positions written at once")
                .baseUnit("positions")
                .register(meters);
        Gauge.builder("bellcord.redis.waiting", this, PositionWriter::waiting)
                .description("Buses whose newest position is not written yet")
                .register(meters);
    }

    public static PositionWriter start(LastLocations store, Clock clock, MeterRegistry meters) {
        return new PositionWriter(store, clock, meters, LONGEST_IDLE);
    }

    /** Has the position written soon, unless a newer one of its bus comes first. Never blocks. */
    public void offer(Position position) {
        lane(store.shardOf(position.bus().provider())).offer(position);
    }

    /** Since when positions of some providers could not be written; empty while all is well. */
    public Optional<Instant> failingSince() {
        return lanes.values().stream()
                .map(WriterLane::failingSince)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /** Writes what waits, for as long as the deadline allows; how many positions were left unwritten. */
    public int close(Duration deadline) {
        closing = true;
        lanes.values().forEach(WriterLane::close);
        long end = System.nanoTime() + deadline.toNanos();
        for (WriterLane lane : lanes.values()) {
            lane.join(Duration.ofNanos(end - System.nanoTime()));
        }
        int left = waiting();
        if (left > 0) {
            log.warn("Positions left unwritten count={} store={}", left, store);
        }
        return left;
    }

    @Override
    public void close() {
        close(USUAL_DEADLINE);
    }

    private WriterLane lane(Shard shard) {
        WriterLane lane = lanes.get(shard);
        return lane != null ? lane : lanes.computeIfAbsent(shard, this::open);
    }

    private WriterLane open(Shard shard) {
        WriterLane lane = new WriterLane(shard, this);
        lane.start();
        if (closing) {
            lane.close();
        }
        return lane;
    }

    /** A lane has ended: no more is offered to it, but by who has it in hand already. */
    void forget(Shard shard, WriterLane lane) {
        lanes.remove(shard, lane);
    }

    int lanes() {
        return lanes.size();
    }

    Duration longestIdle() {
        return longestIdle;
    }

    private int waiting() {
        return lanes.values().stream().mapToInt(WriterLane::waiting).sum();
    }

    /** While it closes no lane hands anything over to another, which may have ended. */
    boolean belongs(Position position, Shard shard) {
        return closing || store.shardOf(position.bus().provider()).equals(shard);
    }

    void write(List<Position> batch) {
        store.recordAll(batch);
        written.increment(batch.size());
        batchSize.record(batch.size());
    }

    Instant now() {
        return clock.instant();
    }
}

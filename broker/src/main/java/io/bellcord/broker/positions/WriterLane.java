package io.bellcord.broker.positions;

import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Positions on their way to one shard: the newest of each bus waits, and one thread writes all that waits at once. It
 * gathers for a moment first: to wake it for each position would cost more than the position itself.
 */
final class WriterLane {
    private static final Logger log = LoggerFactory.getLogger(WriterLane.class);

    /** So long others may join a position that comes while nothing is written: one call of Redis for all. */
    private static final Duration GATHER = Duration.ofMillis(10);

    /** Positions that are worth a call by themselves. */
    private static final int ENOUGH = 500;

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);

    private final Shard shard;
    private final PositionWriter writer;

    /** A position stays here until it is written: a failure needs no putting back. */
    private final ConcurrentMap<BusKey, Position> waiting = new ConcurrentHashMap<>();

    private final Thread thread;
    /** The thread's own. */
    private Duration backOff = FIRST_BACK_OFF;

    /** The thread's own, too. */
    private long usedAt = System.nanoTime();

    private volatile boolean closing;
    private volatile boolean ended;
    private volatile boolean stopped;
    private volatile boolean parked;
    private volatile @Nullable Instant failingSince;

    WriterLane(Shard shard, PositionWriter writer) {
        this.shard = shard;
        this.writer = writer;
        thread = Thread.ofPlatform().name("position-writer-" + shard).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** {@link #end} leaves what was offered too late to be seen by it to us, who see that it has ended. */
    void offer(Position position) {
        waiting.merge(position.bus(), position, WriterLane::newer);
        if (ended) {
            handOver(position);
        } else if (parked) {
            LockSupport.unpark(thread);
        }
    }

    private void handOver(Position position) {
        if (waiting.remove(position.bus(), position)) {
            writer.offer(position);
        }
    }

    int waiting() {
        return waiting.size();
    }

    @Nullable
    Instant failingSince() {
        return failingSince;
    }

    /** Writes what waits, and then ends. */
    void close() {
        closing = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the end that {@link #close} began; after the deadline it ends after the write under way. */
    void join(Duration deadline) {
        try {
            thread.join(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped = true; // after the write under way
        LockSupport.unpark(thread);
    }

    private void run() {
        Steady.loop(this::isOver, "Positions were not written", this::step);
    }

    private boolean isOver() {
        return stopped || ended || (closing && waiting.isEmpty());
    }

    private void step() {
        if (waiting.isEmpty()) {
            if (!closing && System.nanoTime() - usedAt > writer.longestIdle().toNanos()) {
                end();
            } else {
                awaitOffer();
            }
        } else if (writeAll(gather())) {
            backOff = FIRST_BACK_OFF;
        } else {
            LockSupport.parkNanos(backOff.toNanos());
            backOff = longer(backOff);
        }
    }

    /** Its shard may be gone for good, as one that failed over or moved: the next position opens another lane. */
    private void end() {
        writer.forget(shard, this);
        ended = true;
        waiting.values().forEach(this::handOver);
    }

    /** {@link #offer} puts first and asks afterwards whether we sleep; we say so first and look afterwards. */
    private void awaitOffer() {
        parked = true;
        if (waiting.isEmpty() && !closing) {
            LockSupport.parkNanos(this, writer.longestIdle().toNanos());
        }
        parked = false;
    }

    /** All that waits, and what comes within a moment where that is little; but not what belongs to another shard by now. */
    private List<Position> gather() {
        if (!closing && waiting.size() < ENOUGH) {
            LockSupport.parkNanos(GATHER.toNanos());
        }
        List<Position> batch = new ArrayList<>(waiting.size());
        for (Position position : waiting.values()) {
            if (writer.belongs(position, shard)) {
                batch.add(position);
            } else {
                handOver(position);
            }
        }
        return batch;
    }

    private boolean writeAll(List<Position> batch) {
        if (batch.isEmpty()) {
            failingSince = null; // others have what it could not write
            return true;
        }
        try {
            writer.write(batch);
        } catch (RuntimeException | Error e) { // all the same to what waits: it is kept, and tried again
            failed(e);
            return false;
        }
        usedAt = System.nanoTime();
        batch.forEach(position -> waiting.remove(position.bus(), position)); // not a newer one that came meanwhile
        recovered();
        return true;
    }

    private void failed(Throwable e) {
        if (failingSince == null) {
            failingSince = writer.now();
            log.warn("Positions cannot be written; the newest of each bus is kept until they can shard={}", shard, e);
        }
    }

    private void recovered() {
        if (failingSince != null) {
            log.info("Positions are written again since={} shard={}", failingSince, shard);
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

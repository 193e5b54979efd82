package io.bellcord.broker.observe;

import io.bellcord.broker.transit.BusKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One who watches a bus. What is seen waits here, bounded, until it is taken; for one thread. */
public final class Watch implements AutoCloseable {
    /** A tracker's burst; each has a payload of at most {@link Observation#MOST_PAYLOAD}. */
    private static final int MOST_WAITING = 128;

    private final BusKey bus;
    private final Clock clock;
    private final Consumer<Watch> onClose;
    private final BlockingQueue<Observed> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong missed = new AtomicLong();

    Watch(BusKey bus, Clock clock, Consumer<Watch> onClose) {
        this.bus = bus;
        this.clock = clock;
        this.onClose = onClose;
    }

    public BusKey bus() {
        return bus;
    }

    /** What was seen next; empty where nothing is for so long. */
    public Optional<Observed> next(Duration patience) throws InterruptedException {
        long lost = missed.getAndSet(0);
        return lost > 0
                ? Optional.of(new Observed.Missed(clock.instant(), lost))
                : Optional.ofNullable(waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Returns at once, on any thread. */
    void see(Observed observed) {
        if (!waiting.offer(observed)) {
            missed.incrementAndGet();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}

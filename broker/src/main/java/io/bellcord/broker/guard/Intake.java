package io.bellcord.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a client is read from: not one that does not read, nor one that sends faster than its publishes are worked on, nor
 * anybody who publishes while too many publishes of all are under way. Confined to its event loop where nothing else is said.
 */
final class Intake {
    /** Moquette's way to ingest is one queue for all, without a bound: this is each client's share of it. */
    private static final int MOST_UNDER_WAY = 64;

    private final Guard guard;
    private final ChannelHandlerContext ctx;
    private final AtomicInteger underWay = new AtomicInteger();
    /** Read on any thread: whether it takes a task on the event loop to read on. */
    private volatile boolean paused;

    private boolean open;
    private boolean waitsForOthers;

    Intake(Guard guard, ChannelHandlerContext ctx) {
        this.guard = guard;
        this.ctx = ctx;
    }

    /** From here on this decides; before, nothing is read. */
    void open() {
        open = true;
        readOrWait();
    }

    /** From here on this decides no more. */
    void close() {
        open = false;
    }

    void readOrWait() {
        if (open) {
            paused = true; // said before it is looked at, so that who ends the last one in between sees it
            boolean keepsUp = underWay.get() < MOST_UNDER_WAY;
            paused = !keepsUp;
            ctx.channel()
                    .config()
                    .setAutoRead(keepsUp && !waitsForOthers && ctx.channel().isWritable());
        }
    }

    /** Moquette has a publish more of this client. */
    void publishPassed() {
        if (underWay.incrementAndGet() == MOST_UNDER_WAY) {
            readOrWait();
        }
        if (!guard.publishBudget().take() && !waitsForOthers) {
            guard.count("paused", "publishes_under_way");
            waitsForOthers = true;
            readOrWait();
            guard.publishBudget().whenRoom(() -> ctx.executor().execute(this::resume));
        }
    }

    private void resume() {
        waitsForOthers = false;
        readOrWait();
    }

    /** From any thread: one of them has been worked on. */
    void publishDone() {
        guard.publishBudget().give(1);
        if (underWay.decrementAndGet() == MOST_UNDER_WAY / 2 && paused) {
            ctx.executor().execute(this::readOrWait);
        }
    }

    /** From any thread: none of them is heard of any more. */
    void forgotten() {
        guard.publishBudget().give(underWay.getAndSet(0));
    }
}

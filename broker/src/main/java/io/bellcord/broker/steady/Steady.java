package io.bellcord.broker.steady;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again, whatever it throws, an Error too: one of Java's timers would do it no more and say nothing,
 * and a thread of its own would end. The first failure is logged, and that it goes well again.
 */
public final class Steady {
    private static final Logger log = LoggerFactory.getLogger(Steady.class);

    /** A loop that failed may not have come to where it waits. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String failure;
    private boolean failing;

    /** Something that may wait. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    private Steady(String failure) {
        this.failure = failure;
    }

    /**
     * Has a timer do it, until that is shut down.
     *
     * @param interval before it is done first, and after each time
     * @param failure what is not so when it fails, for the log: "Bus states were not brought up to date"
     */
    public static void every(ScheduledExecutorService timer, Duration interval, String failure, Runnable work) {
        every(timer, interval, interval, failure, work);
    }

    /**
     * The same.
     *
     * @param first before it is done first
     */
    public static void every(
            ScheduledExecutorService timer, Duration first, Duration interval, String failure, Runnable work) {
        var steady = new Steady(failure);
        timer.scheduleWithFixedDelay(
                () -> steady.attemptUninterrupted(work), first.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Does it on the calling thread, until it is over or the thread is interrupted. */
    public static void loop(BooleanSupplier isOver, String failure, Work work) {
        loop(isOver, failure, PAUSE, work);
    }

    static void loop(BooleanSupplier isOver, String failure, Duration pause, Work work) {
        var steady = new Steady(failure);
        try {
            while (!isOver.getAsBoolean()) {
                if (!steady.attempt(work) && !isOver.getAsBoolean()) {
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // whoever does that wants it to end
        }
    }

    private void attemptUninterrupted(Runnable work) {
        try {
            attempt(work::run);
        } catch (InterruptedException e) {
            throw new AssertionError("a Runnable does not throw it", e);
        }
    }

    private boolean attempt(Work work) throws InterruptedException {
        try {
            work.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            failed(e);
            return false;
        }
        wentWell();
        return true;
    }

    private void failed(Throwable why) {
        boolean first = !failing;
        failing = true;
        try {
            if (first) {
                log.error("{}; this is a bug, and it is tried again", failure, why);
            } else {
                log.debug("{}, as before", failure, why);
            }
        } catch (Throwable _) {
            // not even that can be said, as where there is no memory
        }
    }

    private void wentWell() {
        if (failing) {
            failing = false;
            log.info("It goes well again after: {}", failure);
        }
    }
}

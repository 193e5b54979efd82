package io.bellcord.broker.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs until Ctrl-C or SIGTERM, and is then closed in reverse order before the JVM ends. A signal that comes while
 * something is still being opened waits until it is, and closes it: nothing is left behind half started.
 */
public final class Lifetime implements AutoCloseable {
    /** The signal came first: there is nothing to open any more. */
    public static final class Stopping extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopping() {
            super("Bellcord is stopping");
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile String closing = "none";

    private Lifetime() {}

    /** Listens for signals from now on. */
    public static Lifetime untilSignal() {
        var lifetime = new Lifetime();
        Runtime.getRuntime().addShutdownHook(new Thread(lifetime::close, "stop"));
        return lifetime;
    }

    /** The same; this long after a signal the process ends as it is, whatever then still closes. */
    public static Lifetime untilSignal(Duration limit) {
        var lifetime = new Lifetime();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> lifetime.closeWithin(limit), "stop"));
        return lifetime;
    }

    private void closeWithin(Duration limit) {
        Thread.ofPlatform().daemon().name("stop-limit").start(() -> halt(limit));
        close();
    }

    private void halt(Duration limit) {
        LockSupport.parkNanos(limit.toNanos());
        log.error("Not stopped in time, and ended as it is limit={} closing={}", limit, closing);
        Runtime.getRuntime().halt(1);
    }

    /** Opens one more part. */
    public synchronized <T extends AutoCloseable> T open(Supplier<T> part) {
        if (ending.getCount() == 0) {
            throw new Stopping();
        }
        T result = part.get();
        opened.push(result);
        return result;
    }

    /** Waits until everything is closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    /** Waits for as long as told; true, and sooner, when it begins to close. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return ending.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        ending.countDown();
        closeAll();
    }

    private synchronized void closeAll() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            closing = part.getClass().getSimpleName();
            closeOne(part);
        }
        closed.countDown();
    }

    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("Not closed cleanly part={}", part.getClass().getSimpleName(), e);
        }
    }
}

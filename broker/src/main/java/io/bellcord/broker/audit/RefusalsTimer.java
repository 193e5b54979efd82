package io.bellcord.broker.audit;

import io.bellcord.broker.steady.Steady;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds what this node has refused to the audit, once a minute and when it stops. */
public final class RefusalsTimer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RefusalsTimer.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Refusals refusals;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("refusals").factory());

    private RefusalsTimer(Refusals refusals) {
        this.refusals = refusals;
    }

    public static RefusalsTimer start(MeterRegistry meters, AuditLog audit, Clock clock) {
        var started = new RefusalsTimer(new Refusals(meters, audit, clock));
        Steady.every(started.timer, EVERY, "Refusals were not told", started::tell);
        return started;
    }

    private void tell() {
        try {
            refusals.tell();
        } catch (RuntimeException e) {
            log.debug("Refusals not told", e); // health says what is wrong with PostgreSQL; it is tried again
        }
    }

    /** Waits a second at most for PostgreSQL to take the last of them. */
    @Override
    public void close() {
        try {
            timer.submit(this::tell).get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("Last refusals not told", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
    }
}

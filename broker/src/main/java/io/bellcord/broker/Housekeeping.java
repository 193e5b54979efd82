package io.bellcord.broker;

import io.bellcord.broker.steady.Steady;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frees, now and then, what is forgotten. */
final class Housekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final List<Runnable> chores;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());

    Housekeeping(Runnable... chores) {
        this.chores = List.of(chores);
        Steady.every(timer, EVERY, "What has expired was not freed", this::purge);
    }

    private void purge() {
        for (Runnable chore : chores) {
            try {
                chore.run();
            } catch (RuntimeException e) {
                log.debug("Not purged", e); // it is tried again, and what has expired counts no more in any case
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

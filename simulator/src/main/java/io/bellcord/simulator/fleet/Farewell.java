package io.bellcord.simulator.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Ends a run in less than three seconds: waits a little for what is unanswered, then disconnects everyone. */
final class Farewell {
    private static final Duration FOR_ANSWERS = Duration.ofSeconds(1);
    private static final Duration FOR_DISCONNECTS = Duration.ofSeconds(1);
    private static final Duration GLANCE = Duration.ofMillis(10);

    private final List<Tracker> trackers;
    private final Tally tally;

    Farewell(List<Tracker> trackers, Tally tally) {
        this.trackers = trackers;
        this.tally = tally;
    }

    /** The summary is taken between the two, so that what nobody answered is told as just that. */
    Summary await(Supplier<Summary> summary) throws InterruptedException {
        var until = System.nanoTime() + FOR_ANSWERS.toNanos();
        while (tally.unanswered() > 0 && System.nanoTime() < until) {
            Thread.sleep(GLANCE);
        }
        var taken = summary.get();
        disconnectAll();
        return taken;
    }

    private void disconnectAll() {
        var goodbyes = trackers.stream()
                .map(tracker -> tracker.disconnect().exceptionally(_ -> null)) // was not connected
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(goodbyes)
                .completeOnTimeout(null, FOR_DISCONNECTS.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}

package io.bellcord.broker.mqtt;

import io.bellcord.broker.steady.Steady;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.moquette.broker.Server;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every session loop of Moquette works. One that has died of an exception, or is stuck in a task, is
 * replaced within a second or ten: its queue and its sessions stay as they are, so its clients notice a pause at most.
 */
public final class SessionLoopWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionLoopWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Checks, not seconds: a machine that was suspended is not a loop that is stuck. */
    private static final int STUCK_AFTER = 10;
    /** A thread that is stuck for good cannot be ended; more of them are no cure. */
    private static final int MOST_STUCK = 8;
    /** Long enough for whoever looks at health now and then. */
    private static final Duration TOLD_FOR = Duration.ofMinutes(10);

    private final Clock clock;
    private final Counter died;
    private final Counter stuck;
    private final Counter lost;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("session-loop-watch").factory());
    private final List<Thread> leftBehind = new ArrayList<>();
    private Progress[] progress = {};
    private volatile int working;
    private volatile @Nullable Trouble trouble;
    private volatile boolean beyondHelp;
    /** Of the check that is under way. */
    private boolean noMore;

    private record Trouble(Instant at, String words) {}

    /** How long the same task has been the next of a loop. */
    private static final class Progress {
        @Nullable
        Object next;

        int unchanged;

        boolean isStuck(@Nullable Object nextNow) {
            unchanged = nextNow != null && nextNow.equals(next) ? unchanged + 1 : 0; // tasks know only identity
            next = nextNow;
            return unchanged >= STUCK_AFTER;
        }
    }

    public SessionLoopWatch(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        died = replaced("died", meters);
        stuck = replaced("stuck", meters);
        lost = Counter.builder("bellcord.sessions.lost")
                .description("Sessions that Moquette kept although their connection had ended, and that were removed")
                .register(meters);
        Gauge.builder("bellcord.session.loops", () -> working)
                .description("Session loops of Moquette that work")
                .register(meters);
    }

    private static Counter replaced(String reason, MeterRegistry meters) {
        return Counter.builder("bellcord.session.loops.replaced")
                .description("Session loops of Moquette that had to be replaced: a bug; look into the log")
                .tag("reason", reason)
                .register(meters);
    }

    /**
     * Watches until {@link #close}, which must come before Moquette stops.
     *
     * @param isConnected whether the connection of this id is a client's
     */
    void start(Server moquette, SessionLoops loops, Predicate<String> isConnected) {
        LostSessions lostSessions = LostSessions.of(moquette);
        working = loops.count();
        progress = new Progress[loops.count()];
        Arrays.setAll(progress, _ -> new Progress());
        Steady.every(timer, EVERY, "Session loops were not looked at", () -> {
            check(loops);
            lost.increment(lostSessions.sweep(isConnected));
        });
    }

    private void check(SessionLoops loops) {
        leftBehind.removeIf(thread -> !thread.isAlive());
        noMore = false;
        int good = 0;
        for (int loop = 0; loop < loops.count(); loop++) {
            good += works(loops, loop) ? 1 : 0;
        }
        working = good;
        beyondHelp = noMore;
    }

    private boolean works(SessionLoops loops, int loop) {
        Object next = loops.next(loop);
        if (!loops.thread(loop).isAlive()) {
            died.increment();
            replace(loops, loop, "died of an exception");
            return false; // until the next check has seen it work
        }
        if (progress[loop].isStuck(next)) {
            return unstick(loops, loop);
        }
        if (next == null) {
            loops.nudge(loop);
        }
        return true;
    }

    private boolean unstick(SessionLoops loops, int loop) {
        if (leftBehind.size() < MOST_STUCK) {
            Thread thread = loops.thread(loop);
            log.error("Session loop is stuck loop={} at={}", thread.getName(), Arrays.toString(thread.getStackTrace()));
            leftBehind.add(thread);
            stuck.increment();
            replace(loops, loop, "was stuck in a task");
        } else {
            noMore = true;
            tell("session loop " + loop + " is stuck, as " + MOST_STUCK + " others were; restart the broker");
        }
        return false;
    }

    private void replace(SessionLoops loops, int loop, String what) {
        loops.replace(loop);
        progress[loop] = new Progress();
        tell("session loop " + loop + " " + what + " and was replaced; the log says more");
        log.warn("Session loop was replaced because it {} loop={}", what, loop);
    }

    private void tell(String words) {
        trouble = new Trouble(clock.instant(), words);
    }

    /** What was wrong in the last ten minutes, in words. */
    public Optional<String> problem() {
        return Optional.ofNullable(trouble)
                .filter(last -> clock.instant().isBefore(last.at().plus(TOLD_FOR)))
                .map(last -> last.words() + " (" + last.at() + ")");
    }

    /** That so many loops have been stuck that one more cannot be replaced, in words. */
    public Optional<String> stuckForGood() {
        return Optional.of("a session loop is stuck, as " + MOST_STUCK + " others were; restart the broker")
                .filter(_ -> beyondHelp);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            // A check that is under way must not take a loop that Moquette ends for one that has died.
            timer.awaitTermination(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.load.Counts;
import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.load.Tally;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Windows of a crowd that reports all the time. */
final class Windows {
    private static final Duration CHECK = Duration.ofMillis(100);
    /** When nothing has come for this long, nothing will. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Windows() {}

    /**
     * Has the trackers report as fast as it goes, before there are riders: a JVM compiles what runs often, and at a hundred
     * positions a second that would take it many minutes.
     */
    static void exercise(Crowd crowd, Plan plan) {
        crowd.flood(true);
        Patience.pause(plan.warmUp());
        crowd.flood(false);
        awaitAcknowledged(crowd);
    }

    /** Waits until every publish is acknowledged, or for long enough. */
    static void awaitAcknowledged(Crowd crowd) {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (crowd.counts().unacknowledged() > 0 && System.nanoTime() < end) {
            Patience.pause(CHECK);
        }
    }

    /** Starts the trackers, measures, stops them, and waits for what is under way. */
    static List<Map<Figure, Double>> of(Server server, Crowd crowd, Plan plan) {
        return of(crowd, plan, () -> window(server, crowd, plan.window()));
    }

    /** The same with windows of another kind, each as long as the plan's. */
    static List<Map<Figure, Double>> of(Crowd crowd, Plan plan, Supplier<Map<Figure, Double>> window) {
        var before = crowd.counts();
        crowd.start();
        Patience.pause(plan.warmUp());
        List<Map<Figure, Double>> windows = new ArrayList<>();
        for (var i = 0; i < plan.windows(); i++) {
            windows.add(window.get());
        }
        crowd.stop();
        drain(crowd);
        var tallies = crowd.settle();
        for (var i = 0; i < plan.windows(); i++) {
            add(windows.get(i), tallies.get(i));
        }
        requireRight(crowd.counts().since(before));
        return windows;
    }

    static Map<Figure, Double> window(Server server, Crowd crowd, Duration length) {
        var meter = Meter.start(server);
        var before = crowd.counts();
        crowd.window(length);
        Patience.pause(length);
        var counts = crowd.counts().since(before);
        return meter.stop(counts.published(), counts.received());
    }

    static void drain(Crowd crowd) {
        var end = System.nanoTime() + LONGEST.toNanos();
        var quietSince = System.nanoTime();
        var received = crowd.counts().received();
        while (!crowd.isComplete() && System.nanoTime() < end) {
            Patience.pause(CHECK);
            var now = crowd.counts().received();
            if (now > received) {
                received = now;
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > SILENCE.toNanos()) {
                return;
            }
        }
    }

    private static void add(Map<Figure, Double> figures, Tally tally) {
        figures.put(Figure.EXPECTED, (double) tally.expected());
        figures.put(Figure.DELIVERED, (double) tally.delivered());
        figures.put(Figure.SUPERSEDED, (double) tally.superseded());
        figures.put(Figure.LOST, (double) tally.lost());
        if (tally.delivered() > 0) {
            figures.put(Figure.P50, tally.latency(50));
            figures.put(Figure.P99, tally.latency(99));
            figures.put(Figure.MAX, tally.latency(100));
        }
        if (tally.across() > 0) {
            figures.put(Figure.ACROSS_P50, tally.latencyAcross(50));
            figures.put(Figure.ACROSS_P99, tally.latencyAcross(99));
            figures.put(Figure.ACROSS_MAX, tally.latencyAcross(100));
        }
    }

    static void requireRight(Counts counts) {
        if (counts.backwards() > 0 || counts.wrong() > 0) {
            throw new BenchFailed(counts.backwards() + " fixes came after newer ones or twice, and " + counts.wrong()
                    + " messages were not what was sent");
        }
    }
}

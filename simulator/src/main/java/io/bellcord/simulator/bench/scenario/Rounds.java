package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.report.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measurements that are not windows of something that goes on, but each a whole: riders come, and leave again. */
final class Rounds {
    private static final Duration CHECK = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** What was acknowledged longer ago must be in a snapshot. */
    private static final Duration SETTLED = Duration.ofMillis(1_200);

    private Rounds() {}

    /** One of them, with its figures. */
    @FunctionalInterface
    interface Round {
        Map<Figure, Double> run();
    }

    /** One round at least, and as many as begin within the warm-up; then those that count. */
    static List<Map<Figure, Double>> of(Plan plan, Round round) {
        var warm = System.nanoTime() + plan.warmUp().toNanos();
        do {
            round.run();
        } while (System.nanoTime() - warm < 0);
        List<Map<Figure, Double>> windows = new ArrayList<>();
        for (var i = 0; i < plan.windows(); i++) {
            windows.add(round.run());
        }
        return windows;
    }

    /** Has every bus report, so that all are live; when that has settled, they go on at the crowd's rate. */
    static void report(Crowd crowd) {
        crowd.reportOnce();
        var end = System.nanoTime() + LONGEST.toNanos();
        while (crowd.counts().unacknowledged() > 0) {
            if (System.nanoTime() > end) {
                throw new BenchFailed(crowd.counts().unacknowledged() + " positions were not acknowledged");
            }
            Patience.pause(CHECK);
        }
        Patience.pause(SETTLED);
        crowd.start();
    }
}

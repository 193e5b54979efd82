package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Twice as many riders as buses, and more of both, until a broker cannot follow. */
final class FanOutMax implements Scenario {
    private static final int FIRST = 50_000;
    private static final double STEP = 1.5;
    private static final int STEPS = 16;
    private static final int MOST_BUSES = most();
    private static final double LONGEST_MILLIS = 1_000;
    private static final double FEWEST_ON_TIME = 0.95;
    private static final Duration SHORT = Duration.ofSeconds(3);

    private static int most() {
        return buses(FIRST * Math.pow(STEP, STEPS));
    }

    /** So that they and twice as many riders make that many deliveries a second. */
    private static int buses(double deliveries) {
        return (int) Math.round(Math.sqrt(deliveries / 2));
    }

    @Override
    public String name() {
        return "fan-out-max";
    }

    @Override
    public String description() {
        return "buses at 1 Hz and riders of all of them, ever more until p99 > 1 s, a fix is lost or superseded";
    }

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        Step best = null;
        var remarks = new ArrayList<String>();
        try (var crowd = new Crowd(server, LiveFeed.PERIOD)) {
            var buses = 0;
            for (var i = 0; i < STEPS && remarks.isEmpty(); i++) {
                var wanted = buses(plan.of(FIRST) * Math.pow(STEP, i));
                crowd.addRidersOfAll(2 * (wanted - buses), MOST_BUSES);
                crowd.addTrackers(wanted - buses, 0);
                buses = wanted;
                var step = new Step(buses, windows(server, crowd, plan, i == 0));
                progress.accept(step.load());
                step.failure().ifPresent(why -> remarks.add("ended at " + step.load() + ": " + why));
                best = remarks.isEmpty() ? step : best;
            }
        } catch (BenchFailed e) {
            remarks.add("ended: " + e.getMessage());
        }
        return best == null
                ? new Row(name(), server.name(), "", List.of(), remarks)
                : new Row(name(), server.name(), best.load(), best.windows(), remarks);
    }

    private static List<Map<Figure, Double>> windows(Server server, Crowd crowd, Plan plan, boolean isFirst) {
        return Windows.of(server, crowd, isFirst ? plan : plan.within(SHORT));
    }

    private record Step(int buses, List<Map<Figure, Double>> windows) {
        String load() {
            return buses + " buses × 1 Hz × " + 2 * buses + " riders = " + 2L * buses * buses + "/s";
        }

        Optional<String> failure() {
            return windows.stream().flatMap(window -> failure(window).stream()).findFirst();
        }

        private Optional<String> failure(Map<Figure, Double> window) {
            if (of(window, Figure.LOST) > 0) {
                return Optional.of("lost " + (long) of(window, Figure.LOST));
            }
            if (of(window, Figure.SUPERSEDED) > 0) {
                return Optional.of("superseded " + (long) of(window, Figure.SUPERSEDED));
            }
            if (of(window, Figure.P99) > LONGEST_MILLIS) {
                return Optional.of("p99 " + (long) of(window, Figure.P99) + " ms");
            }
            var due = 2.0 * buses * buses * FEWEST_ON_TIME;
            return of(window, Figure.DELIVERIES) < due
                    ? Optional.of("only " + (long) of(window, Figure.DELIVERIES) + "/s came on time")
                    : Optional.empty();
        }

        private static double of(Map<Figure, Double> window, Figure figure) {
            return window.getOrDefault(figure, 0.0);
        }
    }
}

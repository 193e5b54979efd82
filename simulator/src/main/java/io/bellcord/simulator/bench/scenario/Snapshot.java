package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.load.Visit;
import io.bellcord.simulator.bench.load.Visitors;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Riders who come within seconds, and each of whom gets all buses; then a few who ask again and again. */
final class Snapshot implements Scenario {
    static final int BUSES = 1_000;
    /** Ten fixes a second: so that the snapshot is never the same for long. */
    static final Duration PERIOD = Duration.ofSeconds(100);
    /** Until a broker has noticed that all have left. */
    static final Duration BETWEEN = Duration.ofMillis(500);

    private static final int RIDERS = 3_000;
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final int REPEATING = 32;

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public String description() {
        return "1 000 buses, 3 000 riders with tokens who come within 3 s and get all of them; then 32 as fast as it goes";
    }

    @Override
    public boolean suits(String target) {
        return Scenario.super.suits(target) || target.equals("keys+mget");
    }

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        var buses = plan.of(BUSES);
        var riders = plan.of(RIDERS);
        var within = plan.within(WITHIN).window();
        var load = buses + " buses, 10 fixes/s; " + riders + " riders within " + within.toMillis() + " ms, then "
                + Math.min(riders, REPEATING) + " who repeat";
        try (var crowd = new Crowd(server, PERIOD)) {
            crowd.addRetainingTrackers(buses);
            progress.accept(load);
            try (var visitors = new Visitors(crowd, riders)) {
                var round = new Round(server, crowd, visitors, plan, within, riders);
                var windows = Rounds.of(plan, round::run);
                return new Row(name(), server.name(), load, windows, List.of());
            }
        }
    }

    private record Round(Server server, Crowd crowd, Visitors visitors, Plan plan, Duration within, int riders) {
        Map<Figure, Double> run() {
            Rounds.report(crowd);
            var coming = Meter.start(server);
            var visit = visitors.come(within);
            var figures = coming.stopRiders(riders);
            figures.put(Figure.P50, Visit.millis(visit.fromSubscribe(), 50));
            figures.put(Figure.P99, Visit.millis(visit.fromSubscribe(), 99));
            figures.put(Figure.MAX, Visit.millis(visit.fromSubscribe(), 100));
            figures.put(Figure.ALL_IN, visit.all().toMillis() / 1e3);
            var repeating = Meter.start(server);
            figures.putAll(repeating.stopSnapshots(visitors.repeat(REPEATING, plan.window())));
            crowd.stop();
            visitors.awaitNewest();
            visitors.leave();
            Patience.pause(BETWEEN);
            return figures;
        }
    }
}

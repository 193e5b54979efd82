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

/** All riders lose their connection at the same moment, and all come back at once. */
final class Storm implements Scenario {
    private static final int RIDERS = 5_000;
    /** In which they come the first time. */
    private static final Duration WITHIN = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public String description() {
        return "1 000 buses, 5 000 riders with tokens who are cut off at once, and reconnect at once to get all of them";
    }

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        var buses = plan.of(Snapshot.BUSES);
        var riders = plan.of(RIDERS);
        var within = plan.within(WITHIN).window();
        var load = buses + " buses, 10 fixes/s; " + riders + " riders, all cut off and back at once";
        try (var crowd = new Crowd(server, Snapshot.PERIOD)) {
            crowd.addRetainingTrackers(buses);
            progress.accept(load);
            try (var visitors = new Visitors(crowd, riders)) {
                var windows = Rounds.of(plan, () -> round(server, crowd, visitors, within, riders));
                return new Row(name(), server.name(), load, windows, List.of());
            }
        }
    }

    private static Map<Figure, Double> round(
            Server server, Crowd crowd, Visitors visitors, Duration within, int riders) {
        Rounds.report(crowd);
        visitors.come(within);
        Patience.pause(Snapshot.BETWEEN);
        var meter = Meter.start(server);
        visitors.cut();
        var visit = visitors.come(Duration.ZERO);
        var figures = meter.stopRiders(riders);
        figures.put(Figure.P50, Visit.millis(visit.fromDue(), 50));
        figures.put(Figure.P99, Visit.millis(visit.fromDue(), 99));
        figures.put(Figure.MAX, Visit.millis(visit.fromDue(), 100));
        figures.put(Figure.ALL_IN, visit.all().toMillis() / 1e3);
        crowd.stop();
        visitors.awaitNewest();
        visitors.leave();
        Patience.pause(Snapshot.BETWEEN);
        return figures;
    }
}

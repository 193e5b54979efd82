package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Server;
import java.util.List;
import java.util.function.Consumer;

/** Fan-out, but that a tenth of the riders read less than they are sent. */
final class SlowRiders implements Scenario {
    private static final int BUSES = 100;
    private static final int RIDERS = 450;
    private static final int SLOW = 50;
    private static final int BYTES_PER_SECOND = 2_000;

    @Override
    public String name() {
        return "slow-riders";
    }

    @Override
    public String description() {
        return "100 buses at 1 Hz, 450 riders of all of them, and 50 more who read 2 kB/s";
    }

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        var buses = plan.of(BUSES);
        try (var crowd = new Crowd(server, LiveFeed.PERIOD)) {
            crowd.addRidersOfAll(plan.of(RIDERS), buses);
            crowd.addSlowRiders(plan.of(SLOW), buses, BYTES_PER_SECOND);
            crowd.addTrackers(buses, 0);
            var load = buses + " buses × 1 Hz, " + plan.of(RIDERS) + " riders, " + plan.of(SLOW) + " of 2 kB/s";
            progress.accept(load);
            var windows = Windows.of(server, crowd, plan);
            var slow = crowd.settleSlow();
            for (var i = 0; i < windows.size(); i++) {
                if (slow.get(i).delivered() > 0) {
                    windows.get(i).put(Figure.SLOW_P50, slow.get(i).latency(50) / 1e3);
                    windows.get(i).put(Figure.SLOW_MAX, slow.get(i).latency(100) / 1e3);
                }
            }
            crowd.slowBeyondBuffer().ifPresent(seconds -> windows.forEach(one -> one.put(Figure.SLOW_BEYOND, seconds)));
            return new Row(name(), server.name(), load, windows, List.of());
        }
    }
}

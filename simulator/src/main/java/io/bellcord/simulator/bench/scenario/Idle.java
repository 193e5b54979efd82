package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Rss;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Server;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Riders who are connected and subscribed, and hear nothing. */
final class Idle implements Scenario {
    private static final int RIDERS = 20_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "20 000 riders connected and subscribed, no bus";
    }

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        var riders = plan.of(RIDERS);
        var load = riders + " riders, each on all buses, none of which reports";
        try (var crowd = new Crowd(server, LiveFeed.PERIOD)) {
            var before = kilobytes(server);
            progress.accept(load);
            crowd.addRidersOfAll(riders, 0);
            Patience.pause(plan.window());
            crowd.counts();
            var more = kilobytes(server) - before;
            var figures = Map.of(Figure.RSS_PER_CLIENT_KB, more / riders, Figure.RSS_MB, (before + more) / 1024);
            return new Row(name(), server.name(), load, List.of(figures), List.of());
        }
    }

    private static double kilobytes(Server server) {
        return server.processes().stream()
                .mapToDouble(process -> Rss.of(process).orElse(0))
                .sum();
    }
}

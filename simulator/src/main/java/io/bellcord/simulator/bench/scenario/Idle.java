package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.process.Machine;
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
    private static final int TRACKERS = 100;
    /** What a broker has open besides its clients. */
    private static final int OTHER_FILES = 500;

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
        var riders = Math.min(plan.of(RIDERS), Machine.mostFiles() - OTHER_FILES);
        var load = riders + " riders, each on all buses, none of which reports";
        try (var crowd = new Crowd(server, LiveFeed.PERIOD)) {
            crowd.addTrackers(TRACKERS, 0);
            Windows.exercise(crowd, plan); // or the first use of a JVM's heap would be put down to the riders
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

package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.load.Distribution;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.ClusterSize;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Buses that report once a second, evenly over providers and nodes, and riders of all buses of one provider, likewise.
 *
 * @param buses of all providers together
 * @param riders of all providers together
 */
public record AcrossNodes(ClusterSize size, int buses, int riders) implements Scenario {
    /** From the limit on. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final Duration CHECK = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public String description() {
        return "1, 2 and 3 nodes over one PostgreSQL and a Redis Cluster";
    }

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        var busesEach = Math.max(1, plan.of(buses) / size.providers());
        var distribution = new Distribution(size.providerIds(), busesEach, size.nodes());
        var load = busesEach * size.providers() + " buses × 1 Hz, " + plan.of(riders) + " riders of " + busesEach
                + " each";
        try (var crowd = new Crowd(server, LiveFeed.PERIOD, distribution)) {
            crowd.addTrackers(busesEach * size.providers(), 0);
            Windows.exercise(crowd, plan);
            crowd.addRidersOfFleets(plan.of(riders));
            progress.accept(size.words() + ", " + load);
            warmUp(crowd, plan);
            var isLimited = server.limit();
            var costs = new Costs(server);
            var settled = new Plan(SETTLED, plan.window(), plan.windows(), plan.percent());
            var windows = Windows.of(crowd, settled, () -> costs.during(crowd, plan.window()));
            requireStored(server, crowd);
            var target = server.name() + ", " + plan.of(riders) + " riders";
            return new Row(name(), target, load, windows, remarks(costs.remarks(), isLimited));
        }
    }

    /** As it will be measured, but with all that the machine has. */
    private static void warmUp(Crowd crowd, Plan plan) {
        crowd.start();
        Patience.pause(plan.warmUp());
        crowd.stop();
        Windows.drain(crowd);
    }

    private void requireStored(Server server, Crowd crowd) {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (notStored(server, crowd) > 0) {
            if (System.nanoTime() > end) {
                throw new BenchFailed("Redis does not hold the newest of " + notStored(server, crowd) + " buses");
            }
            Patience.pause(CHECK);
        }
    }

    private int notStored(Server server, Crowd crowd) {
        var ids = size.providerIds();
        var wrong = 0;
        for (var i = 0; i < ids.size(); i++) {
            wrong += server.store(ids.get(i)).orElseThrow().wrong(ids.get(i), crowd.newest(i));
        }
        return wrong;
    }

    private List<String> remarks(List<String> costs, boolean isLimited) {
        List<String> remarks = new ArrayList<>(costs);
        remarks.add("each node may use " + (isLimited ? size.quota() + " % of a processor" : "what there is"));
        return remarks;
    }
}

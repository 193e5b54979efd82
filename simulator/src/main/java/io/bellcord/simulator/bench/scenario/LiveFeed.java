package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Buses that report once a second, and riders who watch all of them or one each. */
record LiveFeed(String name, String description, int buses, int riders, boolean isOneEach) implements Scenario {
    static final Duration PERIOD = Duration.ofSeconds(1);
    static final LiveFeed FAN_OUT =
            new LiveFeed("fan-out", "100 buses at 1 Hz, 500 riders who watch all of them", 100, 500, false);
    static final LiveFeed ONE_BUS_EACH =
            new LiveFeed("one-bus-each", "5 000 buses at 1 Hz, 5 000 riders who watch one each", 5_000, 5_000, true);

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        var busCount = plan.of(buses);
        var riderCount = plan.of(riders);
        try (var crowd = new Crowd(server, PERIOD)) {
            crowd.addTrackers(busCount, 0);
            Windows.exercise(crowd, plan);
            if (isOneEach) {
                crowd.addRidersOfOneEach(riderCount);
            } else {
                crowd.addRidersOfAll(riderCount, busCount);
            }
            var load = busCount + " buses × 1 Hz, " + riderCount + " riders on " + (isOneEach ? "one each" : "all");
            progress.accept(load);
            return new Row(name, server.name(), load, Windows.of(server, crowd, plan), List.of());
        }
    }
}

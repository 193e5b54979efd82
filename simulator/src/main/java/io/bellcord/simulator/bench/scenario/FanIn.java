package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trackers alone: at a steady rate, or as fast as they are answered.
 *
 * @param perSecond of all together; 0: as fast as it goes
 */
record FanIn(String name, String description, int qos, int perSecond) implements Scenario {
    static final FanIn STEADY_0 = new FanIn("fan-in-qos0", "2 000 trackers, 5 000 positions/s, QoS 0", 0, 5_000);
    static final FanIn STEADY_1 = new FanIn("fan-in-qos1", "2 000 trackers, 5 000 positions/s, QoS 1", 1, 5_000);
    static final FanIn FLOOD_0 = new FanIn("fan-in-qos0-max", "2 000 trackers, QoS 0, as fast as it goes", 0, 0);
    static final FanIn FLOOD_1 = new FanIn("fan-in-qos1-max", "2 000 trackers, QoS 1, as fast as it goes", 1, 0);

    private static final int TRACKERS = 2_000;
    private static final Duration CHECK = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Override
    public boolean suits(String target) {
        return Scenario.super.suits(target) || target.equals("mosquitto+store");
    }

    @Override
    public Row run(Server server, Plan plan, Consumer<String> progress) {
        var trackers = plan.of(TRACKERS);
        var rate = plan.of(perSecond == 0 ? 1 : perSecond);
        try (var crowd = new Crowd(server, Duration.ofNanos(trackers * 1_000_000_000L / rate))) {
            crowd.addTrackers(trackers, qos);
            var load =
                    trackers + " trackers, QoS " + qos + ", " + (perSecond == 0 ? "as fast as it goes" : rate + "/s");
            progress.accept(load);
            var storedBefore = server.store().map(store -> store.taken().getAsLong());
            var windows = windows(server, crowd, plan);
            Windows.awaitAcknowledged(crowd);
            var remarks = new ArrayList<String>();
            var outcome = outcome(server, crowd, storedBefore.orElse(0L), remarks);
            windows.forEach(window -> window.putAll(outcome));
            return new Row(name, server.name(), load, windows, remarks);
        }
    }

    private List<Map<Figure, Double>> windows(Server server, Crowd crowd, Plan plan) {
        if (perSecond > 0) {
            Windows.exercise(crowd, plan);
        }
        go(crowd, true);
        Patience.pause(plan.warmUp());
        List<Map<Figure, Double>> windows = new ArrayList<>();
        var redis = server.store().map(Store::process);
        for (var i = 0; i < plan.windows(); i++) {
            var before = redis.map(Meter::cpu);
            var published = crowd.counts().published();
            var window = Windows.window(server, crowd, plan.window());
            var publishes = crowd.counts().published() - published;
            before.ifPresent(used -> window.put(
                    Figure.STORE_CPU_PER_PUBLISH,
                    redis.map(Meter::cpu).orElseThrow().minus(used).toNanos() / 1e3 / Math.max(1, publishes)));
            windows.add(window);
        }
        go(crowd, false);
        return windows;
    }

    private void go(Crowd crowd, boolean goesOn) {
        if (perSecond == 0) {
            crowd.flood(goesOn);
        } else if (goesOn) {
            crowd.start();
        } else {
            crowd.stop();
        }
    }

    /** What became of all positions, those of the warm-up too. */
    private Map<Figure, Double> outcome(Server server, Crowd crowd, long storedBefore, List<String> remarks) {
        var counts = crowd.counts();
        var published = counts.published();
        Optional<Long> arrived = server.store().map(store -> stored(store, storedBefore, published, crowd, remarks));
        if (arrived.isEmpty() && qos == 1) {
            arrived = Optional.of(published - counts.unacknowledged());
        }
        if (counts.unacknowledged() > 0) {
            remarks.add(counts.unacknowledged() + " publishes were not acknowledged");
        }
        return arrived.map(count -> Map.of(
                        Figure.EXPECTED, (double) published,
                        Figure.DELIVERED, (double) count,
                        Figure.LOST, (double) published - count))
                .orElse(Map.of());
    }

    private static long stored(Store store, long before, long published, Crowd crowd, List<String> remarks) {
        var end = System.nanoTime() + LONGEST.toNanos();
        var sent = crowd.sequences();
        var wrong = wrong(store, crowd, sent);
        while ((store.taken().getAsLong() - before < published || wrong > 0) && System.nanoTime() < end) {
            Patience.pause(CHECK);
            wrong = wrong(store, crowd, sent);
        }
        var arrived = store.taken().getAsLong() - before;
        if (arrived > published) {
            throw new BenchFailed(arrived + " positions were stored, but " + published + " published");
        }
        remarks.add(
                wrong == 0
                        ? "Redis holds the newest of all " + sent.size() + " buses"
                        : "Redis does not hold the newest of " + wrong + " buses");
        return arrived;
    }

    private static long wrong(Store store, Crowd crowd, List<Long> sent) {
        var held = store.sequences(Server.PROVIDER, crowd.buses());
        var wrong = 0;
        for (var i = 0; i < sent.size(); i++) {
            wrong += sent.get(i).equals(held.get(i)) ? 0 : 1;
        }
        return wrong;
    }
}

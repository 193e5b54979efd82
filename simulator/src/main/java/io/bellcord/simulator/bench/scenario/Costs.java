package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.load.Crowd;
import io.bellcord.simulator.bench.process.Cpu;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What each node, and all of Redis, use for what a crowd does. */
final class Costs {
    private static final int MOST_THREADS = 8;

    private final Server server;
    private final List<Store> stores;
    private final List<ProcessHandle> redis;
    private List<String> remarks = List.of();

    Costs(Server server) {
        this.server = server;
        stores = server.stores();
        redis = stores.stream().map(Store::process).toList();
    }

    /** One window, from now on. */
    Map<Figure, Double> during(Crowd crowd, Duration length) {
        var traffic = stores.stream().map(Store::traffic).toList();
        var redisBefore = cpu(redis);
        var nodesBefore = cpu(server.processes());
        var published = crowd.counts().published();
        var figures = Windows.window(server, crowd, length);
        var publishes = Math.max(1, crowd.counts().published() - published);
        addNodes(figures, since(nodesBefore, cpu(server.processes())), length, publishes);
        var redisMicros = since(redisBefore, cpu(redis)).stream()
                .mapToDouble(Costs::micros)
                .sum();
        figures.put(Figure.STORE_CPU_PER_PUBLISH, redisMicros / publishes);
        addTraffic(figures, traffic, publishes);
        return figures;
    }

    private void addNodes(Map<Figure, Double> figures, List<Cpu> used, Duration length, long publishes) {
        var percents =
                used.stream().map(cpu -> micros(cpu) / 10 / length.toMillis()).toList();
        percents.stream().max(Double::compare).ifPresent(busiest -> figures.put(Figure.BUSIEST_PERCENT, busiest));
        var nodes = percents.stream()
                .map(percent -> String.format(Locale.ROOT, "%.1f", percent))
                .collect(Collectors.joining(", "));
        remarks = List.of("CPU % of each node: " + nodes, "CPU µs/publish by thread: " + threads(used, publishes));
    }

    private static String threads(List<Cpu> used, long publishes) {
        Map<String, Duration> all = new TreeMap<>();
        used.forEach(cpu -> cpu.byThread().forEach((name, time) -> all.merge(name, time, Duration::plus)));
        return all.entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_THREADS)
                .map(one -> String.format(
                        Locale.ROOT, "%s %.1f", one.getKey(), one.getValue().toNanos() / 1e3 / publishes))
                .collect(Collectors.joining(", "));
    }

    private void addTraffic(Map<Figure, Double> figures, List<Store.Traffic> before, long publishes) {
        var after = stores.stream().map(Store::traffic).toList();
        figures.put(Figure.STORE_IN_PER_PUBLISH, (in(after) - in(before)) / (double) publishes);
        figures.put(Figure.STORE_OUT_PER_PUBLISH, (out(after) - out(before)) / (double) publishes);
    }

    private static long in(List<Store.Traffic> of) {
        return of.stream().mapToLong(Store.Traffic::in).sum();
    }

    private static long out(List<Store.Traffic> of) {
        return of.stream().mapToLong(Store.Traffic::out).sum();
    }

    private static List<Cpu> cpu(List<ProcessHandle> of) {
        return of.stream().map(Cpu::of).toList();
    }

    private static List<Cpu> since(List<Cpu> before, List<Cpu> now) {
        List<Cpu> used = new ArrayList<>();
        for (var i = 0; i < now.size(); i++) {
            used.add(now.get(i).since(before.get(i)));
        }
        return used;
    }

    private static double micros(Cpu used) {
        return used.total().toNanos() / 1e3;
    }

    /** Of the last window. */
    List<String> remarks() {
        return remarks;
    }
}

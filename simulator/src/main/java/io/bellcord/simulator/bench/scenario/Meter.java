package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.process.Cpu;
import io.bellcord.simulator.bench.process.Rss;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a broker's processes and this one use from now on. */
final class Meter {
    private final List<ProcessHandle> processes;
    private final Duration before;
    private final Duration ownBefore;
    private final long begun = System.nanoTime();

    private Meter(List<ProcessHandle> processes) {
        this.processes = processes;
        before = cpu(processes);
        ownBefore = cpu(List.of(ProcessHandle.current()));
    }

    static Meter start(Server server) {
        return new Meter(server.processes());
    }

    private static Duration cpu(List<ProcessHandle> of) {
        return of.stream().map(Meter::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** What a process has used so far. */
    static Duration cpu(ProcessHandle process) {
        return Cpu.of(process).total();
    }

    /** What it came to while so many riders came. */
    Map<Figure, Double> stopRiders(int riders) {
        var figures = loadPercent();
        cpuSeconds().ifPresent(used -> figures.put(Figure.CPU_PER_RIDER, used * 1e3 / riders));
        return figures;
    }

    /** What it came to while so many snapshots were given. */
    Map<Figure, Double> stopSnapshots(long snapshots) {
        var figures = loadPercent();
        figures.put(Figure.SNAPSHOTS, snapshots / seconds());
        cpuSeconds().ifPresent(used -> figures.put(Figure.SNAPSHOTS_PER_CPU, snapshots / used));
        return figures;
    }

    private Map<Figure, Double> loadPercent() {
        var own = cpu(List.of(ProcessHandle.current())).minus(ownBefore);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.LOAD_PERCENT, own.toNanos() / 1e7 / seconds());
        return figures;
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private OptionalDouble cpuSeconds() {
        return processes.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(cpu(processes).minus(before).toNanos() / 1e9);
    }

    /**
     * What it came to.
     *
     * @param deliveries 0 when there were none to count
     */
    Map<Figure, Double> stop(long publishes, long deliveries) {
        var seconds = seconds();
        var figures = loadPercent();
        figures.put(Figure.PUBLISHES, publishes / seconds);
        if (deliveries > 0) {
            figures.put(Figure.DELIVERIES, deliveries / seconds);
        }
        if (!processes.isEmpty()) {
            var micros = cpu(processes).minus(before).toNanos() / 1e3;
            figures.put(Figure.CPU_PERCENT, micros / 1e4 / seconds);
            figures.put(Figure.CPU_PER_PUBLISH, micros / Math.max(1, publishes));
            if (deliveries > 0) {
                figures.put(Figure.CPU_PER_DELIVERY, micros / deliveries);
            }
            processes.stream()
                    .mapToLong(process -> Rss.of(process).orElse(0))
                    .reduce(Long::sum)
                    .ifPresent(kilobytes -> figures.put(Figure.RSS_MB, kilobytes / 1024.0));
        }
        return figures;
    }
}

package io.bellcord.simulator.bench.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.simulator.bench.process.Cpu;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** What was measured, by what was done to whom: of several windows each, the medians and how they compare. */
final class Figures {
    /** What is compared with: always vanilla, of the same round. */
    private static final String BASE = "vanilla";

    private record Case(String work, String who) {}

    private record Window(double perSecond, double cpuMicros, Map<String, Double> byThread) {}

    private final Map<Case, List<Window>> windows = new LinkedHashMap<>();

    /** One window. */
    void add(String work, String who, long count, Duration time, Cpu cpu) {
        Map<String, Double> byThread = new LinkedHashMap<>();
        cpu.byThread().forEach((name, used) -> byThread.put(name, micros(used) / count));
        windows.computeIfAbsent(new Case(work, who), _ -> new ArrayList<>())
                .add(new Window(count / (time.toNanos() / 1e9), micros(cpu.total()) / count, byThread));
    }

    /** Forgets everything: those were for the JIT compiler. */
    void forget() {
        windows.clear();
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private double perSecond(Case one) {
        return median(of(one).stream().map(Window::perSecond).toList());
    }

    private double cpuMicros(Case one) {
        return median(of(one).stream().map(Window::cpuMicros).toList());
    }

    private List<Window> of(Case one) {
        return windows.getOrDefault(one, List.of());
    }

    /** The median of the rounds' ratios. */
    private double ratio(Case one, ToDoubleFunction<Window> figure) {
        return median(ratios(one, figure));
    }

    /** By round: what slows a whole round down cancels out. */
    private List<Double> ratios(Case one, ToDoubleFunction<Window> figure) {
        var base = of(new Case(one.work(), BASE));
        var ratios = new ArrayList<Double>();
        for (var i = 0; i < of(one).size(); i++) {
            ratios.add(figure.applyAsDouble(of(one).get(i)) / figure.applyAsDouble(base.get(i)));
        }
        return ratios;
    }

    private String spread(Case one, ToDoubleFunction<Window> figure) {
        var ratios = ratios(one, figure);
        return String.format(Locale.ROOT, "%.2f–%.2f", Collections.min(ratios), Collections.max(ratios));
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%-14s %-18s %10s %9s %11s %10s %9s %11s",
                "",
                "",
                "per second",
                "÷ vanilla",
                "min–max",
                "CPU µs",
                "÷ vanilla",
                "min–max"));
        for (var one : windows.keySet()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s %-18s %10.0f %9.2f %11s %10.1f %9.2f %11s",
                    one.work(),
                    one.who(),
                    perSecond(one),
                    ratio(one, Window::perSecond),
                    spread(one, Window::perSecond),
                    cpuMicros(one),
                    ratio(one, Window::cpuMicros),
                    spread(one, Window::cpuMicros)));
        }
        return lines;
    }

    /** Where the CPU goes: microseconds by thread, for threads that take a tenth of one or more. */
    List<String> threads() {
        var lines = new ArrayList<String>();
        for (var one : windows.keySet()) {
            var text = new StringBuilder();
            for (var name : threadNames(one)) {
                var micros = threadMicros(one, name);
                if (micros >= 0.1) {
                    text.append(String.format(Locale.ROOT, "  %s %.1f", name, micros));
                }
            }
            lines.add(String.format(Locale.ROOT, "%-14s %-18s%s", one.work(), one.who(), text));
        }
        return lines;
    }

    private Set<String> threadNames(Case one) {
        Set<String> names = new TreeSet<>();
        of(one).forEach(window -> names.addAll(window.byThread().keySet()));
        return names;
    }

    private double threadMicros(Case one, String name) {
        return median(of(one).stream()
                .map(window -> window.byThread().getOrDefault(name, 0.0))
                .toList());
    }

    void write(ObjectNode json) {
        for (var one : windows.keySet()) {
            var each = json.withObjectProperty(one.work()).putObject(one.who());
            each.put("perSecond", perSecond(one));
            each.put("perSecondRatio", ratio(one, Window::perSecond));
            ratios(one, Window::perSecond).forEach(each.withArrayProperty("perSecondRatios")::add);
            each.put("cpuMicros", cpuMicros(one));
            each.put("cpuRatio", ratio(one, Window::cpuMicros));
            ratios(one, Window::cpuMicros).forEach(each.withArrayProperty("cpuRatios")::add);
            var threads = each.putObject("cpuMicrosByThread");
            threadNames(one).forEach(name -> threads.put(name, threadMicros(one, name)));
        }
    }
}

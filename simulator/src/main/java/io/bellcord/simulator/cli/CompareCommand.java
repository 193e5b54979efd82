package io.bellcord.simulator.cli;

import io.bellcord.simulator.bench.Bench;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Machine;
import io.bellcord.simulator.bench.report.Page;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.scenario.Scenario;
import io.bellcord.simulator.bench.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench compare}: all scenarios with all brokers. */
@Command(
        name = "compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs every scenario with Bellcord, mosquitto, HiveMQ CE and Moquette in turn, and writes a page of it.",
            "Needs mosquitto and redis-server; HiveMQ CE is downloaded by Maven, once."
        },
        footer = {"", "Exit codes: 0 done, 1 something could not be measured, 2 wrong usage."})
final class CompareCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "FILE", description = "where to write (default: docs/PERFORMANCE.md)")
    private @Nullable Path out;

    @Option(names = "--only", paramLabel = "SCENARIO", split = ",", description = "these scenarios alone")
    private List<String> only = List.of();

    @Option(names = "--target", paramLabel = "BROKER", split = ",", description = "these brokers alone")
    private List<String> targets = List.of();

    @Mixin
    private BenchOptions options = new BenchOptions();

    private final Terminal terminal;
    private final Clock clock;
    private final List<Row> rows = new ArrayList<>();

    CompareCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        var known = Scenario.all().stream().map(Scenario::name).toList();
        only.forEach(name -> Usage.require(known.contains(name), "--only", name, "write " + String.join(", ", known)));
        targets.forEach(options::target);
        var bench = options.bench(terminal.err()::println);
        var isComplete = true;
        for (var scenario : Scenario.all()) {
            for (var target : Target.STARTED) {
                if (isWanted(scenario, target)) {
                    isComplete &= measured(bench, scenario, target);
                }
            }
            write(bench); // what has been measured stays, whatever comes
        }
        terminal.out().println(page());
        return isComplete ? 0 : 1;
    }

    private boolean isWanted(Scenario scenario, Target target) {
        return scenario.suits(target.name())
                && (only.isEmpty() || only.contains(scenario.name()))
                && (targets.isEmpty() || targets.contains(target.name()));
    }

    /** What one broker cannot do is told in its row; the others go on. */
    private boolean measured(Bench bench, Scenario scenario, Target target) throws IOException {
        try {
            rows.add(bench.run(scenario, target));
            return true;
        } catch (BenchFailed e) {
            terminal.err().println("  " + e.getMessage());
            var why = List.of("no figures: " + e.getMessage());
            rows.add(new Row(scenario.name(), target.name(), scenario.description(), List.of(), why));
            return false;
        }
    }

    private void write(Bench bench) throws IOException {
        Map<String, String> descriptions = new LinkedHashMap<>();
        Scenario.all().forEach(scenario -> descriptions.put(scenario.name(), scenario.description()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Machine",
                Machine.processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", System.getProperty("java.runtime.version"));
        facts.put("Command", "`./bellcord bench compare`, " + options.words());
        facts.put("Brokers", "`" + bench.flags() + "`");
        Files.write(page(), new Page(clock.instant(), facts, descriptions, rows).lines());
    }

    private Path page() {
        return out == null ? home().resolve("docs").resolve("PERFORMANCE.md") : out;
    }

    private static Path home() {
        var home = System.getProperty("bellcord.home");
        return Path.of(home == null ? "." : home);
    }
}

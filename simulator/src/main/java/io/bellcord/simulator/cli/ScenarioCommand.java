package io.bellcord.simulator.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Machine;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.report.Table;
import io.bellcord.simulator.bench.scenario.Scenario;
import io.bellcord.simulator.bench.target.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench SCENARIO}: one load on one broker or several. */
@Command(
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 done, 1 there are no figures, 2 wrong usage."})
final class ScenarioCommand implements Callable<Integer> {
    @Option(
            names = "--target",
            paramLabel = "BROKER",
            split = ",",
            description =
                    "bellcord, mosquitto, hivemq, moquette, keys+mget (snapshot alone), or HOST:PORT of one that runs;"
                            + " several with commas"
                            + " (default: bellcord)")
    private List<String> targets = List.of("bellcord");

    @Mixin
    private BenchOptions options = new BenchOptions();

    private final Terminal terminal;
    private final Scenario scenario;

    ScenarioCommand(Terminal terminal, Scenario scenario) {
        this.terminal = terminal;
        this.scenario = scenario;
    }

    @Override
    public Integer call() throws IOException {
        var chosen = targets.stream().map(options::target).toList();
        var bench = options.bench(terminal.err()::println);
        try {
            List<Row> rows = new ArrayList<>();
            for (Target target : chosen) {
                rows.add(bench.run(scenario, target));
            }
            print(rows);
            return 0;
        } catch (BenchFailed e) {
            terminal.err().println("bellcord bench " + scenario.name() + ": " + e.getMessage());
            return 1;
        }
    }

    private void print(List<Row> rows) {
        if (options.isJson()) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("processor", Machine.processor());
            rows.forEach(row -> json.withArrayProperty("rows").add(row.json()));
            terminal.out().println(json.toPrettyString());
        } else {
            Table.lines(rows).forEach(terminal.out()::println);
        }
    }
}

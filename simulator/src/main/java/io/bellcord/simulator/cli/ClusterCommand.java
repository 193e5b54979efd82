package io.bellcord.simulator.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Machine;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.report.Table;
import io.bellcord.simulator.bench.scenario.AcrossNodes;
import io.bellcord.simulator.bench.target.Cluster;
import io.bellcord.simulator.bench.target.ClusterSize;
import io.bellcord.simulator.bench.target.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench cluster}: several nodes. */
@Command(
        name = "cluster",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Starts nodes over one PostgreSQL and one Redis Cluster, each a process, and measures what they and Redis use.",
            "Lists are tried in every combination. Needs redis-server, and root for the nodes' quotas."
        },
        footer = {"", "Exit codes: 0 done, 1 there are no figures, 2 wrong usage."})
final class ClusterCommand implements Callable<Integer> {
    private static final List<Figure> SHOWN = List.of(
            Figure.PUBLISHES,
            Figure.DELIVERIES,
            Figure.P50,
            Figure.P99,
            Figure.ACROSS_P50,
            Figure.ACROSS_P99,
            Figure.ACROSS_MAX,
            Figure.CPU_PER_PUBLISH,
            Figure.CPU_PER_DELIVERY,
            Figure.BUSIEST_PERCENT,
            Figure.STORE_CPU_PER_PUBLISH,
            Figure.STORE_IN_PER_PUBLISH,
            Figure.STORE_OUT_PER_PUBLISH,
            Figure.SUPERSEDED,
            Figure.LOST);

    @Option(names = "--nodes", paramLabel = "N", split = ",", description = "how many (default: 1,2,3)")
    private List<Integer> nodes = List.of(1, 2, 3);

    @Option(names = "--providers", paramLabel = "N", split = ",", description = "how many (default: 10)")
    private List<Integer> providers = List.of(10);

    @Option(names = "--riders", paramLabel = "N", split = ",", description = "of all providers (default: 300)")
    private List<Integer> riders = List.of(300);

    @Option(names = "--buses", paramLabel = "N", split = ",", description = "of all providers, at 1 Hz (default: 3000)")
    private List<Integer> buses = List.of(3_000);

    @Option(names = "--masters", paramLabel = "N", description = "of Redis; 1: no cluster (default: ${DEFAULT-VALUE})")
    private int masters = 3;

    @Option(
            names = "--quota",
            paramLabel = "PERCENT",
            description = "of one processor, for each node; 0: no limit (default: ${DEFAULT-VALUE})")
    private int quota = 30;

    @Option(names = "--markdown", description = "the figures as a table in Markdown")
    private boolean isMarkdown;

    @Mixin
    private BenchOptions options = new BenchOptions();

    private final Terminal terminal;

    ClusterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var loads = loads();
        var bench = options.bench(terminal.err()::println);
        List<Row> rows = new ArrayList<>();
        try {
            for (var load : loads) {
                var target = new Target(
                        load.size().words(), (program, directory) -> Cluster.start(load.size(), program, directory));
                rows.add(bench.run(load, target));
            }
            return 0;
        } catch (BenchFailed e) {
            terminal.err().println("bellcord bench cluster: " + e.getMessage());
            return 1;
        } finally {
            print(rows); // what has been measured stays, whatever comes
        }
    }

    private List<AcrossNodes> loads() {
        require("--nodes", nodes, 16);
        require("--providers", providers, 1_000);
        require("--riders", riders, 20_000);
        require("--buses", buses, 20_000);
        require("--masters", List.of(masters), 16);
        Usage.require(quota == 0 || (quota >= 10 && quota <= 1_000), "--quota", quota, "write 10 to 1000, or 0");
        List<AcrossNodes> loads = new ArrayList<>();
        for (var node : nodes) {
            for (var provider : providers) {
                var size = new ClusterSize(node, masters, provider, quota);
                buses.forEach(bus -> riders.forEach(rider -> loads.add(new AcrossNodes(size, bus, rider))));
            }
        }
        return loads;
    }

    private static void require(String option, List<Integer> numbers, int most) {
        for (var number : numbers) {
            Usage.require(number >= 1 && number <= most, option, number, "write 1 to " + most);
        }
    }

    private void print(List<Row> rows) {
        if (options.isJson()) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("processor", Machine.processor());
            rows.forEach(row -> json.withArrayProperty("rows").add(row.json()));
            terminal.out().println(json.toPrettyString());
        } else if (isMarkdown) {
            Table.markdown(rows, SHOWN).forEach(terminal.out()::println);
            rows.forEach(row -> terminal.out()
                    .println("- " + row.target() + ": " + row.load() + ". " + String.join(". ", row.remarks())));
        } else if (!rows.isEmpty()) {
            Table.lines(rows).forEach(terminal.out()::println);
        }
    }
}

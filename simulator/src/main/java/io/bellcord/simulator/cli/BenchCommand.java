package io.bellcord.simulator.cli;

import io.bellcord.simulator.bench.scenario.Scenario;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench}: what Bellcord costs. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures what Bellcord costs, on this machine.",
        synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {
    private BenchCommand() {}

    static CommandLine withAll(Terminal terminal, Clock clock) {
        var all = new CommandLine(new BenchCommand())
                .addSubcommand(new DoorCommand(terminal))
                .addSubcommand(new CompareCommand(terminal, clock))
                .addSubcommand(new ClusterCommand(terminal))
                .addSubcommand(new StoreCommand())
                .addSubcommand(new KeysAndMgetCommand());
        for (var scenario : Scenario.all()) {
            var command = new CommandLine(new ScenarioCommand(terminal, scenario));
            command.getCommandSpec().usageMessage().description(scenario.description());
            all.addSubcommand(scenario.name(), command);
        }
        return all;
    }
}

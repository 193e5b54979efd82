package io.bellcord.simulator.cli;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.door.Door;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench door}: what logging in and publishing cost, beside the bare broker inside. */
@Command(
        name = "door",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Connects and publishes to Bellcord and to a vanilla Moquette in turn, and compares their CPU time.",
            "Starts both, with a PostgreSQL and a Redis, on free ports of all addresses; needs 2 GiB of memory."
        },
        footer = {"", "Exit codes: 0 done, 1 there are no figures, 2 wrong usage."})
final class DoorCommand implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", description = "each measures all (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "of each measurement, of which a round has thirteen (default: 2s)")
    private Duration duration = Duration.ofSeconds(2);

    @Option(names = "--warm-ups", paramLabel = "N", description = "rounds before that (default: ${DEFAULT-VALUE})")
    private int warmUps = 3;

    @Option(
            names = "--storm",
            paramLabel = "N",
            description = "how many log in at once in the end (default: ${DEFAULT-VALUE})")
    private int storm = 2_000;

    @Option(names = "--json", description = "the figures as JSON")
    private boolean isJson;

    private final Terminal terminal;

    DoorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Usage.require(rounds >= 1 && rounds <= 1_000, "--rounds", rounds, "write 1 to 1000");
        Usage.require(warmUps >= 0 && warmUps <= 1_000, "--warm-ups", warmUps, "write 0 to 1000");
        Usage.require(storm >= 1 && storm <= 10_000, "--storm", storm, "write 1 to 10000");
        var brokerJar = System.getProperty("bellcord.broker.jar");
        if (brokerJar == null) {
            throw Usage.missing("no broker to measure: start this with ./bellcord bench door");
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            var door = new Door(
                    new Door.Plan(rounds, duration, warmUps, storm), java, Path.of(brokerJar), terminal.err()::println);
            door.run();
            print(door);
            return 0;
        } catch (BenchFailed e) {
            terminal.err().println("bellcord bench door: " + e.getMessage());
            return 1;
        }
    }

    private void print(Door door) {
        if (isJson) {
            terminal.out().println(door.json().toPrettyString());
        } else {
            door.lines().forEach(terminal.out()::println);
        }
    }
}

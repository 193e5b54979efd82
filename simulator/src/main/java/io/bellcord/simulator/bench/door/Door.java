package io.bellcord.simulator.bench.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Cpu;
import io.bellcord.simulator.bench.process.Directories;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.target.Bellcord;
import io.bellcord.simulator.bench.target.Server;
import io.bellcord.simulator.bench.target.Vanilla;
import io.bellcord.simulator.bench.wire.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What the door costs: Bellcord beside vanilla Moquette, in turn within each round, so that whatever else the machine does
 * meets both.
 */
public final class Door {
    private static final int AT_ONCE = 32;
    private static final int TOKENS = 1_000;
    /** Of positions published; fewer accepted means that something other than the work was measured. */
    private static final double LEAST_ACCEPTED = 0.98;

    private static final Duration CHECK = Duration.ofMillis(100);
    private static final int MOST_CHECKS = 50;

    /**
     * How long it is to take.
     *
     * @param window of one measurement; there are 13 in a round
     * @param warmUps rounds that are thrown away: until then the JIT compiler takes more than the work
     * @param storm how many log in at once
     */
    public record Plan(int rounds, Duration window, int warmUps, int storm) {}

    private final Plan plan;
    private final Program program;
    private final Consumer<String> progress;
    private final Figures figures = new Figures();
    private final Storm storm;
    private final Map<String, List<Login>> logins = new LinkedHashMap<>();

    /**
     * @param java the program that starts a JVM
     * @param brokerJar Bellcord's, with its libraries in {@code lib} beside it
     */
    public Door(Plan plan, Path java, Path brokerJar, Consumer<String> progress) throws IOException {
        this.plan = plan;
        storm = new Storm(plan.storm());
        this.progress = progress;
        program = new Program(java, brokerJar, brokerJar, Files.createTempFile("bellcord-bench", ".log"));
    }

    /** Starts everything, measures, stops everything. */
    public void run() throws IOException {
        var directory = Files.createTempDirectory("bellcord-bench");
        progress.accept("starting; logs: " + program.log());
        try (var vanilla = Vanilla.start(program, Files.createDirectories(directory.resolve("vanilla")));
                var bellcord = Bellcord.start(program, directory.resolve("bellcord"))) {
            prepare(bellcord);
            for (var round = 1; round <= plan.warmUps() + plan.rounds(); round++) {
                var measured = round - plan.warmUps();
                progress.accept(measured <= 0 ? "warming up" : "round " + measured + " of " + plan.rounds());
                round(vanilla, bellcord);
                if (measured == 0) {
                    figures.forget();
                }
            }
            progress.accept("login storm");
            storm.run(program, directory.resolve("storm"), bellcord);
        } finally {
            Directories.delete(directory);
        }
    }

    private void prepare(Bellcord bellcord) throws IOException {
        bellcord.addEveryKey();
        logins.put("public rider", List.of(bellcord.publicRider()));
        logins.put("credential", bellcord.credentials());
        for (var algorithm : Bellcord.ALGORITHMS) {
            logins.put(
                    algorithm,
                    IntStream.range(0, TOKENS)
                            .mapToObj(i -> bellcord.login(algorithm, "tracker", "t" + i))
                            .toList());
        }
    }

    private void round(Server vanilla, Bellcord bellcord) throws IOException {
        connects(vanilla, "vanilla", List.of(Login.ANONYMOUS));
        for (var each : logins.entrySet()) {
            connects(bellcord, each.getKey(), each.getValue());
        }
        for (var qos = 0; qos <= 1; qos++) {
            publishes(vanilla, "vanilla", qos, Login.ANONYMOUS);
            var before = bellcord.accepted();
            var published = publishes(bellcord, "bellcord", qos, bellcord.login("HS256", "driver", "d1"));
            requireAccepted(bellcord, before, published);
        }
    }

    private void connects(Server server, String who, List<Login> with) throws IOException {
        var load = new ConnectLoad(server.port(), with, AT_ONCE);
        measure("connect", who, server, () -> load.run(plan.window()));
    }

    private long publishes(Server server, String who, int qos, Login login) throws IOException {
        try (var load = new PublishLoad(server.port(), qos, _ -> login)) {
            return measure("publish QoS " + qos, who, server, () -> load.run(plan.window()));
        }
    }

    /** Does it and returns how often. */
    @FunctionalInterface
    private interface Load {
        long run() throws IOException;
    }

    private long measure(String work, String who, Server server, Load load) throws IOException {
        var before = Cpu.of(server.processes().getFirst());
        var begun = System.nanoTime();
        var count = load.run();
        var time = Duration.ofNanos(System.nanoTime() - begun);
        var cpu = Cpu.of(server.processes().getFirst()).since(before);
        figures.add(work, who, count, time, cpu);
        progress.accept(String.format(
                Locale.ROOT,
                "  %-14s %-12s %8.0f/s %7.1f µs",
                work,
                who,
                count / (time.toNanos() / 1e9),
                cpu.total().toNanos() / 1e3 / count));
        return count;
    }

    private static void requireAccepted(Bellcord bellcord, long before, long published) {
        // An acknowledged publish may still be under way to ingest.
        for (var i = 0; i < MOST_CHECKS && bellcord.accepted() - before < published; i++) {
            Patience.pause(CHECK);
        }
        var accepted = bellcord.accepted() - before;
        if (accepted < published * LEAST_ACCEPTED) {
            throw new BenchFailed("only " + accepted + " of " + published + " positions were accepted");
        }
    }

    /** For people. */
    public List<String> lines() {
        var lines = new ArrayList<>(figures.lines());
        lines.add("");
        lines.addAll(storm.lines());
        lines.add("");
        lines.add("CPU µs by thread");
        lines.addAll(figures.threads());
        return lines;
    }

    /** For programs. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("at", Instant.now().toString());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("rounds", plan.rounds()).put("windowMillis", plan.window().toMillis());
        figures.write(json);
        storm.write(json.putObject("storm"));
        return json;
    }
}

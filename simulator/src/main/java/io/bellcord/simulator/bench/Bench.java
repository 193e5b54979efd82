package io.bellcord.simulator.bench;

import io.bellcord.simulator.bench.process.Directories;
import io.bellcord.simulator.bench.process.Machine;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.scenario.Plan;
import io.bellcord.simulator.bench.scenario.Scenario;
import io.bellcord.simulator.bench.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Runs scenarios, each with a broker that has just been started. */
public final class Bench {
    private static final String HEAP = "1g";

    private final Plan plan;
    private final Program program;
    private final Consumer<String> progress;

    /**
     * @param brokerProcessors what brokers are bound to, as taskset has it; empty: all
     * @param java the program that starts a JVM
     * @param options that each JVM is started with, its collector say
     * @param brokerJar Bellcord's, with its libraries in {@code lib} beside it
     * @param simulatorJar this program's, likewise
     */
    public Bench(
            Plan plan,
            String brokerProcessors,
            Path java,
            List<String> options,
            Path brokerJar,
            Path simulatorJar,
            Consumer<String> progress)
            throws IOException {
        this.plan = plan;
        this.progress = progress;
        var prefix = brokerProcessors.isEmpty() ? List.<String>of() : Machine.boundTo(brokerProcessors);
        program = new Program(
                java, brokerJar, simulatorJar, Files.createTempFile("bellcord-bench", ".log"), HEAP, options, prefix);
    }

    /** Starts the broker, does it, stops the broker. */
    public Row run(Scenario scenario, Target target) throws IOException {
        var directory = Files.createTempDirectory("bellcord-bench");
        progress.accept(scenario.name() + " with " + target.name() + "; its log: " + program.log());
        try (var server = target.start().in(program, directory)) {
            return scenario.run(server, plan, line -> progress.accept("  " + line));
        } finally {
            Directories.delete(directory);
        }
    }

    /** With what JVMs are started, and to what brokers are bound. */
    public String flags() {
        return (String.join(" ", program.prefix()) + " java " + String.join(" ", program.flags())).strip();
    }
}

package io.bellcord.simulator.cli;

import io.bellcord.simulator.bench.Bench;
import io.bellcord.simulator.bench.process.Machine;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.scenario.Plan;
import io.bellcord.simulator.bench.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all scenarios are run with. */
final class BenchOptions {
    @Option(names = "--quick", description = "windows of 3 s after 5 s instead of 10 s after 15 s")
    private boolean isQuick;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "before the first window")
    private @Nullable Duration warmUp;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "of each measurement")
    private @Nullable Duration window;

    @Option(names = "--windows", paramLabel = "N", description = "how many (default: ${DEFAULT-VALUE})")
    private int windows = 3;

    @Option(names = "--percent", paramLabel = "N", description = "of the load (default: ${DEFAULT-VALUE})")
    private int percent = 100;

    @Option(
            names = "--cpu",
            paramLabel = "BROKER:LOAD",
            description = "processors that the broker and the load are bound to, such as 0:1; any: to none"
                    + " (default: 0:1 where there is taskset)")
    private @Nullable String cpu;

    @Option(names = "--pid", paramLabel = "PID", description = "the process of a broker that runs already")
    private @Nullable Long pid;

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            split = " ",
            description = "of each JVM that is measured, in one word: --jvm='-XX:+UseG1GC -XX:+UseCompactObjectHeaders'"
                    + " (default: ${DEFAULT-VALUE})")
    private List<String> jvm = Program.OPTIONS;

    @Option(names = "--json", description = "the figures as JSON")
    private boolean isJson;

    boolean isJson() {
        return isJson;
    }

    /** Ready to run; from now on this process is bound to its processors. */
    Bench bench(Consumer<String> progress) throws IOException {
        Usage.require(windows >= 1 && windows <= 100, "--windows", windows, "write 1 to 100");
        Usage.require(percent >= 1 && percent <= 1_000, "--percent", percent, "write 1 to 1000");
        var brokerJar = jar("broker");
        var simulatorJar = jar("simulator");
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        Machine.allowManyFiles();
        return new Bench(plan(), bind(), java, jvm, brokerJar, simulatorJar, progress);
    }

    private static Path jar(String module) {
        var jar = System.getProperty("bellcord." + module + ".jar");
        if (jar == null) {
            throw Usage.missing("no programs to measure: start this with ./bellcord bench");
        }
        return Path.of(jar);
    }

    /** How long and how large, for people. */
    String words() {
        var plan = plan();
        return plan.windows() + " windows of " + plan.window().toSeconds() + " s after "
                + plan.warmUp().toSeconds() + " s, " + plan.percent() + " % of the load";
    }

    private Plan plan() {
        var base = isQuick ? Plan.QUICK : Plan.FULL;
        return new Plan(
                warmUp == null ? base.warmUp() : warmUp, window == null ? base.window() : window, windows, percent);
    }

    /** Binds this process; returns the processors of the broker. */
    private String bind() {
        var chosen = cpu == null ? byDefault() : cpu;
        if (chosen.equals("any")) {
            return "";
        }
        var parts = chosen.split(":", -1);
        Usage.require(
                parts.length == 2 && parts[0].matches("[0-9,-]+") && parts[1].matches("[0-9,-]+"),
                "--cpu",
                chosen,
                "write the broker's and the load's, such as 0:1, or any");
        Machine.bindThisProcess(parts[1]);
        return parts[0];
    }

    private static String byDefault() {
        return Machine.canBind() ? "0:1" : "any";
    }

    Target target(String name) {
        var colon = name.lastIndexOf(':');
        if (colon < 0) {
            return Target.named(name).orElseThrow(() -> Usage.wrong("--target", name, "write " + names()));
        }
        try {
            var process = Optional.ofNullable(pid).flatMap(ProcessHandle::of);
            return Target.running(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1)), process);
        } catch (NumberFormatException _) {
            throw Usage.wrong("--target", name, "write HOST:PORT");
        }
    }

    private static String names() {
        return String.join(", ", Target.STARTED.stream().map(Target::name).toList()) + " or HOST:PORT";
    }
}

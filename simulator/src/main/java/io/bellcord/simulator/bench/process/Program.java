package io.bellcord.simulator.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How the programs that are measured are started: with the JVM and the flags that are the same for all.
 *
 * @param brokerJar Bellcord's, with its libraries in {@code lib} beside it
 * @param simulatorJar this one
 * @param log where all of them write
 * @param heap of each JVM, as {@code -Xmx} has it
 * @param options of each JVM besides: its collector, say
 * @param prefix words before the command: what binds it to a processor
 */
public record Program(
        Path java,
        Path brokerJar,
        Path simulatorJar,
        Path log,
        String heap,
        List<String> options,
        List<String> prefix) {
    private static final List<String> FLAGS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    /** What all JVMs are started with unless other options are asked for. */
    public static final List<String> OPTIONS = List.of("-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SMALL_HEAP = "192m";
    private static final List<String> SMALL_OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    public Program {
        brokerJar = brokerJar.toAbsolutePath().normalize(); // programs run in directories of their own
        simulatorJar = simulatorJar.toAbsolutePath().normalize();
        options = List.copyOf(options);
        prefix = List.copyOf(prefix);
    }

    public Program(Path java, Path brokerJar, Path simulatorJar, Path log) {
        this(java, brokerJar, simulatorJar, log, "512m", OPTIONS, List.of());
    }

    /** The same, but what it starts writes there. */
    public Program loggingTo(Path other) {
        return new Program(java, brokerJar, simulatorJar, other, heap, options, prefix);
    }

    /** The same, bound to nothing but what this process is bound to. */
    public Program unbound() {
        return new Program(java, brokerJar, simulatorJar, log, heap, options, List.of());
    }

    /** The same for what does not matter: little memory, and quick to start. */
    public Program small() {
        return new Program(java, brokerJar, simulatorJar, log, SMALL_HEAP, SMALL_OPTIONS, prefix);
    }

    /** Where Bellcord's sources are, if it was built from them. */
    public Optional<Path> checkout() {
        var home = brokerJar.resolve("../../..").normalize();
        return Files.exists(home.resolve("pom.xml")) ? Optional.of(home) : Optional.empty();
    }

    /** The program that the launcher runs as {@code ./bellcord broker}. */
    public Process bellcord(Path directory, Map<String, String> environment, List<String> arguments) {
        var command = new ArrayList<>(List.of("-jar", brokerJar.toString()));
        command.addAll(arguments);
        return java(directory, environment, command);
    }

    /** Moquette's own program, with the libraries that Bellcord runs with. */
    public Process moquette(Path directory) {
        var libraries = brokerJar.resolveSibling("lib").resolve("*");
        return java(
                directory,
                Map.of(),
                List.of("-Dmoquette.path=" + directory, "-cp", libraries.toString(), "io.moquette.broker.Server"));
    }

    /** Any program for the JVM. */
    public Process java(Path directory, Map<String, String> environment, List<String> arguments) {
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(flags());
        // All log what an operator is to see, and no more.
        var logging = System.getProperty("logback.configurationFile");
        if (logging != null) {
            command.add("-Dlogback.configurationFile=" + logging);
        }
        command.addAll(arguments);
        return start(directory, environment, command);
    }

    /** What every JVM is given. */
    public List<String> flags() {
        var flags = new ArrayList<>(FLAGS);
        flags.addAll(options);
        flags.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
        return flags;
    }

    /** Any program. */
    public Process start(Path directory, Map<String, String> environment, List<String> command) {
        var all = new ArrayList<>(prefix);
        all.addAll(command);
        var builder = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return endedWithUs(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ctrl-C leaves nobody behind. */
    private static Process endedWithUs(Process process) {
        var hook = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        process.onExit().thenRun(() -> forget(hook));
        return process;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is run at this moment
        }
    }

    /**
     * Waits until it can be used, and ends it where that is in vain: until then it is nobody's to close.
     *
     * @param what it is waited for, in words
     */
    public static Process ready(Process process, String what, BooleanSupplier holds) {
        try {
            Patience.until(what, process, holds);
            return process;
        } catch (RuntimeException | Error e) {
            stop(process);
            throw e;
        }
    }

    /**
     * Ends it within ten seconds, and with it all that it has started: a broker that is killed leaves its PostgreSQL and its Redis
     * behind. It has that time even where the thread was interrupted, as by a test that took too long.
     */
    public static void stop(Process process) {
        stop(process, PATIENCE);
    }

    static void stop(Process process, Duration patience) {
        var children = process.descendants().toList(); // afterwards they would be nobody's
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

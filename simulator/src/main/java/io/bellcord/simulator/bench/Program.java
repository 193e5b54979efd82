package io.bellcord.simulator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How the programs that are measured are started: with the JVM and the flags that are the same for all. */
record Program(Path java, Path brokerJar, Path log) {
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseParallelGC");

    /** The program that the launcher runs as {@code ./bellcord broker}. */
    Process bellcord(Path directory, Map<String, String> environment, List<String> arguments) {
        var command = new ArrayList<>(List.of("-jar", brokerJar.toString()));
        command.addAll(arguments);
        return start(directory, environment, command);
    }

    /** Moquette's own program, with the libraries that Bellcord runs with. */
    Process moquette(Path directory) {
        var libraries = brokerJar.resolveSibling("lib").resolve("*");
        return start(
                directory,
                Map.of(),
                List.of("-Dmoquette.path=" + directory, "-cp", libraries.toString(), "io.moquette.broker.Server"));
    }

    private Process start(Path directory, Map<String, String> environment, List<String> arguments) {
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(FLAGS);
        // Both log what an operator is to see, and no more.
        var logging = System.getProperty("logback.configurationFile");
        if (logging != null) {
            command.add("-Dlogback.configurationFile=" + logging);
        }
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // Ctrl-C leaves nobody behind
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package io.bellcord.simulator.bench.process;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What this machine lends to the broker and to the load. */
public final class Machine {
    private static final int OPEN_FILES = 100_000;
    private static final int PATIENCE_SECONDS = 10;

    private Machine() {}

    /** Words before a command that bind it to those processors. */
    public static List<String> boundTo(String processors) {
        return List.of("taskset", "-c", processors);
    }

    /** Binds this process, with all its threads. */
    public static void bindThisProcess(String processors) {
        var pid = Long.toString(ProcessHandle.current().pid());
        if (!run("taskset", "-acp", processors, pid)) {
            throw new BenchFailed("taskset does not bind this process to " + processors);
        }
    }

    /** Whether there are two processors or more, and the means to bind to them. */
    public static boolean canBind() {
        return Runtime.getRuntime().availableProcessors() > 1 && run("taskset", "-cp", "1");
    }

    /** Thousands of connections are as many files; what is started inherits it. Where it is not allowed, less has to do. */
    public static void allowManyFiles() {
        var pid = Long.toString(ProcessHandle.current().pid());
        run("prlimit", "--pid", pid, "--nofile=" + OPEN_FILES + ":" + OPEN_FILES);
    }

    /** How many files, connections among them, this process and those it starts may have open. */
    public static int mostFiles() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.replaceFirst("Max open files +[0-9]+ +", "").split(" ", 2)[0])
                    .mapToInt(most -> most.matches("[0-9]+") ? Integer.parseInt(most) : OPEN_FILES)
                    .findFirst()
                    .orElse(OPEN_FILES);
        } catch (IOException _) {
            return OPEN_FILES; // no Linux
        }
    }

    /** The processor's name, as the kernel has it. */
    public static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }

    private static boolean run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false; // it is not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }
}

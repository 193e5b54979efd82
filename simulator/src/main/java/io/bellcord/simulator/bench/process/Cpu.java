package io.bellcord.simulator.bench.process;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The CPU time of a process, user and system, so far; where Linux's /proc is there, by thread too.
 *
 * @param total of threads that have ended, too
 * @param byThread by the first 15 characters of its name, without its number
 */
public record Cpu(Duration total, Map<String, Duration> byThread) {
    private static final Duration TICK = Duration.ofMillis(10); // USER_HZ is 100 on every Linux
    private static final int USER_TIME = 11; // of the fields after the name, from 0
    private static final int SYSTEM_TIME = 12;

    public static Cpu of(ProcessHandle process) {
        var total = process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new BenchFailed("this system does not tell a process's CPU time"));
        Map<String, Duration> byThread = new TreeMap<>();
        var tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        if (Files.isDirectory(tasks)) {
            try (var threads = Files.newDirectoryStream(tasks)) {
                for (var thread : threads) {
                    add(byThread, thread);
                }
            } catch (IOException e) {
                throw new BenchFailed("no CPU time by thread: " + e);
            }
        }
        return new Cpu(total, byThread);
    }

    private static void add(Map<String, Duration> byThread, Path thread) {
        try {
            var stat = Files.readString(thread.resolve("stat"));
            var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            var ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
            byThread.merge(name.replaceAll("[-# ]*[0-9]*$", ""), TICK.multipliedBy(ticks), Duration::plus);
        } catch (IOException _) {
            // it has ended meanwhile
        }
    }

    /** What came since then. */
    public Cpu since(Cpu before) {
        Map<String, Duration> more = new TreeMap<>();
        byThread.forEach((name, time) -> more.put(name, time.minus(before.byThread.getOrDefault(name, Duration.ZERO))));
        return new Cpu(total.minus(before.total), more);
    }
}

package io.bellcord.simulator.bench.process;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A share of a processor: a control group of Linux, whose processes get so much time of it and no more. Whoever has used up
 * its share waits for the next period, which is short, so that what is measured is not this waiting.
 */
public final class CpuQuota implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final long PERIOD_MICROS = Duration.ofMillis(10).toNanos() / 1_000;
    private static final int PERCENT = 100;

    private final Path group;
    private final boolean isUnified;

    private CpuQuota(Path group, boolean isUnified) {
        this.group = group;
        this.isUnified = isUnified;
    }

    /** Without a limit so far; empty where this system does not let us make one: it takes root, and Linux. */
    public static Optional<CpuQuota> create(String name) {
        var isUnified = Files.exists(ROOT.resolve("cgroup.controllers"));
        var group = (isUnified ? ROOT : ROOT.resolve("cpu")).resolve(name);
        try {
            Files.createDirectory(group);
        } catch (IOException _) {
            return Optional.empty();
        }
        var quota = new CpuQuota(group, isUnified);
        if (Files.isWritable(group.resolve(quota.limitFile()))) {
            return Optional.of(quota);
        }
        quota.close(); // the kernel has no quotas, or keeps them to others
        return Optional.empty();
    }

    private String limitFile() {
        return isUnified ? "cpu.max" : "cpu.cfs_quota_us";
    }

    /** Puts a process in, with all its threads and what it will start. */
    public void add(ProcessHandle process) {
        write("cgroup.procs", Long.toString(process.pid()));
    }

    /** Of one processor, from now on. */
    public void limit(int percent) {
        var micros = PERIOD_MICROS * percent / PERCENT;
        if (isUnified) {
            write(limitFile(), micros + " " + PERIOD_MICROS);
        } else {
            write("cpu.cfs_period_us", Long.toString(PERIOD_MICROS));
            write(limitFile(), Long.toString(micros));
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(group.resolve(file), text);
        } catch (IOException e) {
            throw new BenchFailed("no CPU quota: " + e);
        }
    }

    /** Its processes have ended. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            throw new BenchFailed("the control group " + group + " stays behind: " + e);
        }
    }
}

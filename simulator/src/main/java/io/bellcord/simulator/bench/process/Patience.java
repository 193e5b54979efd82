package io.bellcord.simulator.bench.process;

import io.bellcord.simulator.bench.BenchFailed;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what a program does. */
public final class Patience {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration CHECK = Duration.ofMillis(50);

    private Patience() {}

    public static void until(String what, Process process, BooleanSupplier holds) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!holds.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new BenchFailed("waited in vain until " + what);
            }
            pause(CHECK);
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }
}

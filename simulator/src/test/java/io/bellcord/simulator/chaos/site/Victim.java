package io.bellcord.simulator.chaos.site;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A program that may be killed, stopped for a while, and started again. */
abstract class Victim implements AutoCloseable {
    private Process process;

    Victim(Process process) {
        this.process = process;
    }

    final Process process() {
        return process;
    }

    final void runs(Process anew) {
        process = anew;
    }

    /** Waits until it can be used, and ends it where that is in vain: until then it is nobody's to close. */
    static <V extends Victim> V ready(V started, Consumer<V> awaitIt) {
        try {
            awaitIt.accept(started);
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** As {@code kill -9} does; returns when it, and all that it had started, is gone. */
    public final void kill() {
        var all = family();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** As {@code kill -STOP} does: it keeps its connections, and does nothing. */
    public final void freeze() {
        signal("-STOP");
    }

    /** It goes on as if no time had passed. */
    public final void thaw() {
        signal("-CONT");
    }

    private void signal(String which) {
        var command = new ArrayList<>(List.of("kill", which));
        family().forEach(each -> command.add(Long.toString(each.pid())));
        try {
            // One that ends meanwhile makes kill complain, and is of no interest.
            new ProcessBuilder(command).start().onExit().join();
        } catch (IOException e) {
            throw new BenchFailed("no kill: " + e);
        }
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    @Override
    public void close() {
        try {
            thaw();
        } finally {
            kill();
        }
    }
}

package io.bellcord.broker.cli.demo;

import io.bellcord.broker.cli.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The simulated buses: a process of their own, as trackers are. It lives as long as the pipe to it, which the operating
 * system closes when we end, however we end.
 */
final class Fleet implements AutoCloseable {
    private static final int LAST_LINES = 5;
    private static final long FAREWELL_MILLIS = 1_500;

    private final List<String> command;
    private final Path log;
    private @Nullable Process process;
    private boolean dismissed;

    /**
     * Not started yet.
     *
     * @param simulator how to run it
     * @param tokens a file with one token for each bus
     * @param log where its output goes
     */
    Fleet(List<String> simulator, Path tokens, Path log) {
        this.command = new ArrayList<>(simulator);
        this.log = log;
        command.addAll(List.of("simulate", "--tokens", tokens.toString(), "--until-stdin-closes", "--rate", "1"));
    }

    /** Has the buses drive and report to the broker there. Does nothing once they were dismissed. */
    synchronized void start(InetSocketAddress broker) {
        if (dismissed) {
            return;
        }
        var all = new ArrayList<>(command);
        all.addAll(List.of("--host", Addresses.host(broker), "--port", Integer.toString(broker.getPort())));
        try {
            process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it was ever started. */
    synchronized boolean isOut() {
        return process != null;
    }

    /** Whether it ended though nobody told it to. */
    synchronized boolean isLost() {
        return !dismissed && process != null && !process.isAlive();
    }

    /** The last it said. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            if (lines.isEmpty()) {
                return "(nothing)";
            }
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }

    /** Tells the buses to say goodbye; does not wait until they have. */
    synchronized void dismiss() {
        dismissed = true;
        if (process != null) {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                process.destroy(); // it is as good as gone
            }
        }
    }

    @Override
    public void close() {
        dismiss();
        if (process != null && !ended(process)) {
            ended(process.destroyForcibly());
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

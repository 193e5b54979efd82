package io.bellcord.simulator.cli;

import io.bellcord.simulator.fleet.Summary;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A line on how the fleet fares: each second over the last one, or each ten seconds below it. */
final class Progress implements AutoCloseable {
    private static final Duration FOR_EYES = Duration.ofSeconds(1);
    private static final Duration FOR_LOGS = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());

    private Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    static Progress of(Supplier<Summary> fleet, Terminal terminal) {
        var progress = new Progress(terminal);
        var period = (terminal.interactive() ? FOR_EYES : FOR_LOGS).toSeconds();
        var _ = progress.timer.scheduleAtFixedRate(() -> progress.show(fleet.get()), period, period, TimeUnit.SECONDS);
        return progress;
    }

    private void show(Summary now) {
        var line = line(now);
        if (terminal.interactive()) {
            terminal.err().print("\r" + line + "\u001b[K");
            terminal.err().flush();
        } else {
            terminal.err().println(line);
        }
    }

    static String line(Summary now) {
        var refused = now.refused().values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%ds connected=%d/%d sent=%d acknowledged=%d refused=%d failed=%d skipped=%d ack-p99=%dms",
                now.ran().toSeconds(),
                now.connected(),
                now.buses(),
                now.sent(),
                now.acknowledged(),
                refused,
                now.failed(),
                now.skipped(),
                now.ackP99().toMillis());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (terminal.interactive()) {
            terminal.err().println();
        }
    }
}

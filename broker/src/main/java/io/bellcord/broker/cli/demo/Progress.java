package io.bellcord.broker.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Tells of each step of the start how long it took. */
final class Progress {
    private final Screen screen;
    private long since = System.nanoTime();

    Progress(Screen screen) {
        this.screen = screen;
    }

    /** From the start of the JVM on, as whoever waits at a terminal counts. */
    void total() {
        ProcessHandle.current().info().startInstant().ifPresent(start -> {
            double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
            screen.say(String.format(Locale.ROOT, "Ready in %.1f s. Ctrl-C stops it.", seconds));
        });
    }

    void done(String step) {
        long now = System.nanoTime();
        screen.say(String.format(
                Locale.ROOT, "  %4.1f s  %s", Duration.ofNanos(now - since).toMillis() / 1000.0, step));
        since = now;
    }
}

package io.bellcord.broker.cli.demo;

import java.time.Duration;
import java.util.Locale;

/** Tells of each step of the start how long it took. */
final class Progress {
    private final Screen screen;
    private final long begun = System.nanoTime();
    private long since = begun;

    Progress(Screen screen) {
        this.screen = screen;
    }

    void total() {
        screen.say(String.format(Locale.ROOT, "Ready in %.1f s. Ctrl-C stops it.", seconds(begun, System.nanoTime())));
    }

    void done(String step) {
        long now = System.nanoTime();
        screen.say(String.format(Locale.ROOT, "  %4.1f s  %s", seconds(since, now), step));
        since = now;
    }

    private static double seconds(long from, long to) {
        return Duration.ofNanos(to - from).toMillis() / 1000.0;
    }
}

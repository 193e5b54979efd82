package io.bellcord.broker.cli.demo;

import io.bellcord.broker.BrokerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How all fares, in one line; the rate is that since the line before. */
final class StatusLine {
    private long positions;
    private Instant at;

    StatusLine(BrokerStatus first, Instant now) {
        positions = first.positions();
        at = now;
    }

    String next(BrokerStatus status, Instant now) {
        double seconds = Math.max(0.001, Duration.between(at, now).toMillis() / 1000.0);
        double rate = (status.positions() - positions) / seconds;
        positions = status.positions();
        at = now;
        return String.format(
                Locale.ROOT,
                "%d buses live · %.1f positions/s%s · %d riders · Redis %s · PostgreSQL %s",
                status.live(),
                rate,
                status.refused() == 0 ? "" : " (" + status.refused() + " refused)",
                status.riders(),
                state(status.redisProblem()),
                state(status.postgresProblem()));
    }

    private static String state(Optional<String> problem) {
        return problem.map(words -> "TROUBLE: " + words).orElse("ok");
    }

    /** What came of it all, for the end. */
    static String summary(BrokerStatus status, Duration ran) {
        return String.format(
                Locale.ROOT,
                "Ran %d s: %d positions accepted, %d buses live, %d refused",
                ran.toSeconds(),
                status.positions(),
                status.live(),
                status.refused());
    }
}

package io.bellcord.broker.db;

import io.bellcord.broker.steady.Steady;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this machine's clock goes with PostgreSQL's: what is late, from the future or expired is judged by it. */
public final class ClockWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private final Database database;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clock-watch").factory());
    private volatile Duration ahead = Duration.ZERO;

    ClockWatch(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Compares every five seconds from now on. */
    public static ClockWatch start(Database database, Clock clock) {
        var watch = new ClockWatch(database, clock);
        Steady.every(watch.timer, Duration.ZERO, EVERY, "Clocks were not compared", watch::look);
        return watch;
    }

    /** By how much this clock goes wrong, in words; empty while it is right, or while there is nothing to compare it with. */
    public Optional<String> problem() {
        Duration off = ahead;
        if (off.abs().compareTo(TOLERATED) <= 0) {
            return Optional.empty();
        }
        String consequence =
                off.isNegative() ? "fixes are refused as from the future" : "buses look older than they are";
        return Optional.of("this machine's clock is " + off.abs().toSeconds() + " s "
                + (off.isNegative() ? "behind" : "ahead of") + " PostgreSQL's; " + consequence
                + ": check its time service");
    }

    void look() {
        try {
            Instant before = clock.instant();
            Instant theirs = theirTime();
            Instant after = clock.instant();
            ahead = Duration.between(
                    theirs, before.plus(Duration.between(before, after).dividedBy(2)));
        } catch (SQLException | RuntimeException e) {
            log.debug("Clocks not compared", e); // who reads the providers tells of an outage
        }
    }

    private Instant theirTime() throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select clock_timestamp()")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

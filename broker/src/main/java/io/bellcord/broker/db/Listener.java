package io.bellcord.broker.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears a channel's notifications on a connection of its own. */
public final class Listener implements AutoCloseable {
    /** Whoever is told; on the listener's thread, so it must not throw, and should only wake up who does the work. */
    public interface Ear {
        /** A notification. */
        void hear(String payload);

        /**
         * What is sent while there is no connection is lost, so this is called for each new connection, and for each
         * attempt at one that fails: who reads then sees the outage, or what changed unheard.
         */
        void mayHaveMissed();
    }

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);
    /** How often a silent connection is asked whether it is still there. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    private final String channel;
    private final Ear ear;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection current;

    private Listener(DatabaseSettings settings, String channel, Ear ear) {
        this.settings = settings;
        this.channel = channel;
        this.ear = ear;
        this.thread = Thread.ofVirtual().name("listen-" + channel).unstarted(this::run);
    }

    static Listener start(DatabaseSettings settings, String channel, Ear ear) {
        var listener = new Listener(settings, channel, ear);
        listener.thread.start();
        return listener;
    }

    private void run() {
        Duration retry = FIRST_RETRY;
        while (!closed) {
            try (Connection connection = connect()) {
                if (retry.compareTo(FIRST_RETRY) > 0) {
                    log.info("Changes heard again channel={}", channel);
                }
                retry = FIRST_RETRY;
                hear(connection);
            } catch (SQLException | RuntimeException | Error e) {
                if (!closed) {
                    tell(retry, e);
                    pause(retry);
                    retry = longer(retry);
                }
            }
        }
    }

    /** The log hears of an outage once; the ear each time, as its first reading may come before the worst. */
    private void tell(Duration retry, Throwable e) {
        if (retry.equals(FIRST_RETRY)) {
            log.warn(
                    "Changes not heard channel={}; check PostgreSQL at {}: {}",
                    channel,
                    settings.address(),
                    e.getMessage());
        } else {
            log.debug("Changes still not heard channel={}", channel, e);
        }
        ear.mayHaveMissed();
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties());
        current = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen \"" + channel + '"');
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "bellcord listener");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "20");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection notifying = connection.unwrap(PGConnection.class);
        ear.mayHaveMissed();
        while (!closed) {
            PGNotification[] heard = notifying.getNotifications((int) SILENCE.toMillis());
            for (PGNotification notification : heard) {
                ear.hear(notification.getParameter());
            }
            if (heard.length == 0 && !connection.isValid(3)) {
                throw new SQLException("the connection no longer answers");
            }
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only close() interrupts, and it has set closed
        }
    }

    private static Duration longer(Duration retry) {
        Duration doubled = retry.multipliedBy(2);
        return doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    /** Returns when the last call of the ear is over, after 2 s at most. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt(); // ends a pause, and the socket's reads too since the thread is a virtual one
        abort(current);
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abort(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            log.debug("Connection not aborted", e);
        }
    }
}

package io.bellcord.broker.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** One PostgreSQL database: a pool of connections to it. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final Runnable afterClose;

    private Database(DatabaseSettings settings, HikariDataSource pool, Runnable afterClose) {
        this.settings = settings;
        this.pool = pool;
        this.afterClose = afterClose;
    }

    /**
     * Connects.
     *
     * @throws DatabaseUnreachableException saying where it was looked for
     */
    public static Database open(DatabaseSettings settings) {
        return open(settings, () -> {});
    }

    /** The same with what is to be done once it is closed: to stop a server that was started for it, say. */
    public static Database open(DatabaseSettings settings, Runnable afterClose) {
        try {
            return new Database(settings, new HikariDataSource(poolConfig(settings)), afterClose);
        } catch (RuntimeException e) {
            throw new DatabaseUnreachableException(settings, e);
        }
    }

    private static HikariConfig poolConfig(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setPoolName("postgresql");
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.addDataSourceProperty("ApplicationName", "bellcord");
        config.addDataSourceProperty("connectTimeout", LONGEST_WAIT.toSeconds());
        config.addDataSourceProperty("socketTimeout", 4 * LONGEST_WAIT.toSeconds());
        config.addDataSourceProperty("tcpKeepAlive", true);
        settings.actor().ifPresent(actor -> config.setConnectionInitSql(naming(actor)));
        return config;
    }

    /** Read by the audit's triggers (V008). */
    private static String naming(String actor) {
        return "select set_config('bellcord.actor', '" + actor.replace("'", "''") + "', false)";
    }

    /**
     * Brings the tables up to this version; several nodes may do so at once, since Flyway takes a lock. On a
     * connection of its own: the pool's give up on a statement that takes as long as a migration may.
     *
     * @throws DatabaseUnfitException when they cannot be
     */
    public void migrate() {
        try {
            Flyway.configure()
                    .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                    .locations("classpath:db/migration")
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseUnfitException(settings, e);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    public DatabaseSettings settings() {
        return settings;
    }

    /** Tells the ear of each notification on the channel, until the listener is closed. */
    public Listener listen(String channel, Listener.Ear ear) {
        return Listener.start(settings, channel, ear);
    }

    @Override
    public void close() {
        pool.close();
        afterClose.run();
    }
}

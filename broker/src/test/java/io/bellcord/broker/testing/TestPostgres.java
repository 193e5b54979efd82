package io.bellcord.broker.testing;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL, started once per test JVM when the first test asks for it, and stopped with the JVM. Every
 * test class takes a database of its own, which costs some 50 ms, so that tests can run at the same time:
 *
 * <pre>{@code
 * private static final Database database = TestPostgres.newDatabase();
 *
 * @AfterAll
 * static void close() {
 *     database.close();
 * }
 * }</pre>
 */
public final class TestPostgres {
    private static final String TEMPLATE = "migrated";
    private static final String USER = "postgres";
    private static final String OWNER = "bellcord_owner";
    /** Of the newest so many, a test may be about to use any. */
    private static final int KEPT = 16;
    /** object_in_use, of PostgreSQL's error codes. */
    private static final String IN_USE = "55006";

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();
    private final Queue<String> names = new ConcurrentLinkedQueue<>();

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
        execute("create role " + OWNER + " login password '" + OWNER + "'"); // as an operator's: no superuser
        execute("create database " + TEMPLATE + " owner " + OWNER);
        DatabaseSettings ofOwner = new DatabaseSettings(settings(TEMPLATE).jdbcUrl(), OWNER, OWNER);
        try (Database template = Database.open(ofOwner)) {
            template.migrate();
        }
    }

    private static final class Started {
        static final TestPostgres POSTGRES = new TestPostgres(start());
    }

    /** A new, empty, migrated database; the caller closes it. */
    public static Database newDatabase() {
        return Database.open(newSettings());
    }

    /** Where a new, empty, migrated database is, for tests of what opens one itself. */
    public static DatabaseSettings newSettings() {
        TestPostgres postgres = Started.POSTGRES;
        String name = "test_" + postgres.databases.incrementAndGet();
        postgres.execute("create database " + name + " template " + TEMPLATE);
        postgres.names.add(name);
        if (postgres.names.size() > KEPT) {
            postgres.dropOldest();
        }
        return postgres.settings(name);
    }

    /** Each is a thousand files, which take long to delete all at once when the JVM ends. */
    private void dropOldest() {
        String name = names.remove();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database " + name);
        } catch (SQLException e) {
            if (!IN_USE.equals(e.getSQLState())) {
                throw new IllegalStateException("drop database " + name, e);
            }
            names.add(name);
        }
    }

    /** Makes the database unreachable, as in an outage: connections break, and no new ones are let in. */
    public static void cutOff(DatabaseSettings database) {
        String name = name(database);
        Started.POSTGRES.execute("alter database " + name + " with allow_connections false");
        Started.POSTGRES.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    }

    /** Ends what {@link #cutOff} began. */
    public static void restore(DatabaseSettings database) {
        Started.POSTGRES.execute("alter database " + name(database) + " with allow_connections true");
    }

    private static String name(DatabaseSettings database) {
        return database.address().substring(database.address().lastIndexOf('/') + 1);
    }

    /** Its programs are unpacked once per user: those of another user could not be run or replaced. */
    private static EmbeddedPostgres start() {
        Path programs = Path.of(System.getProperty("java.io.tmpdir"), "bellcord-" + System.getProperty("user.name"));
        try {
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(programs.toFile())
                    .setPort(FreePort.find())
                    .setServerConfig("max_connections", "200")
                    // A database is a thousand files, and dropping one waits until the disk has all that was written.
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL for the tests did not start", e);
        }
    }

    private DatabaseSettings settings(String name) {
        return new DatabaseSettings("jdbc:postgresql://localhost:" + server.getPort() + "/" + name, USER, USER);
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}

package io.bellcord.broker.db;

import java.util.Optional;

/**
 * Where PostgreSQL is, and as whom to connect.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}; parameters may follow
 * @param poolSize connections for queries, at least 1; one more per {@link Listener}
 * @param actor who works here, as the audit is to name them; empty where nothing is changed, or nobody can tell
 */
public record DatabaseSettings(String jdbcUrl, String user, String password, int poolSize, Optional<String> actor) {
    public static final int DEFAULT_POOL_SIZE = 4;

    public DatabaseSettings {
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize must be 1 or more but is " + poolSize);
        }
    }

    public DatabaseSettings(String jdbcUrl, String user, String password, int poolSize) {
        this(jdbcUrl, user, password, poolSize, Optional.empty());
    }

    public DatabaseSettings(String jdbcUrl, String user, String password) {
        this(jdbcUrl, user, password, DEFAULT_POOL_SIZE);
    }

    /** The same, worked with by this one. */
    public DatabaseSettings by(String actor) {
        return new DatabaseSettings(jdbcUrl, user, password, poolSize, Optional.of(actor));
    }

    /** The address without parameters, since a password may stand there. */
    public String address() {
        int parameters = jdbcUrl.indexOf('?');
        return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
    }

    /** Without the password: settings end up in logs. */
    @Override
    public String toString() {
        return address() + " user=" + user + " poolSize=" + poolSize;
    }
}

package io.bellcord.broker.db;

/**
 * Where PostgreSQL is, and as whom to connect.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}; parameters may follow
 * @param poolSize connections for queries, at least 1; one more per {@link Listener}
 */
public record DatabaseSettings(String jdbcUrl, String user, String password, int poolSize) {
    public static final int DEFAULT_POOL_SIZE = 4;

    public DatabaseSettings {
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize must be 1 or more but is " + poolSize);
        }
    }

    public DatabaseSettings(String jdbcUrl, String user, String password) {
        this(jdbcUrl, user, password, DEFAULT_POOL_SIZE);
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

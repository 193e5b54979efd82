package io.bellcord.broker.embedded;

/** An embedded PostgreSQL to work with; closing it stops the server if it was started for this. */
public final class DatabaseAccess implements AutoCloseable {
    private final String url;
    private final AutoCloseable whatToStop;

    DatabaseAccess(String url, AutoCloseable whatToStop) {
        this.url = url;
        this.whatToStop = whatToStop;
    }

    /** For JDBC. */
    public String url() {
        return url;
    }

    public String user() {
        return EmbeddedServers.POSTGRES_USER;
    }

    @Override
    public void close() {
        Closing.all(whatToStop);
    }
}

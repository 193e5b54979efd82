package io.bellcord.broker.db;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows written to a table by PostgreSQL's COPY, many times quicker than one by one; a part of the connection's transaction. */
public final class BulkCopy implements AutoCloseable {
    private static final int ENOUGH = 64 * 1024;

    private final CopyIn copy;
    private final StringBuilder waiting = new StringBuilder(2 * ENOUGH);

    private BulkCopy(CopyIn copy) {
        this.copy = copy;
    }

    /**
     * Begins.
     *
     * @param columns as they stand in SQL, with commas between
     */
    public static BulkCopy into(Connection connection, String table, String columns) throws SQLException {
        return new BulkCopy(connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin"));
    }

    /** One row, a value for each column. */
    public void add(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                waiting.append('\t');
            }
            append(values[i]);
        }
        waiting.append('\n');
        if (waiting.length() > ENOUGH) {
            send();
        }
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            waiting.append("\\N");
            return;
        }
        String text = value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> waiting.append("\\\\");
                case '\t' -> waiting.append("\\t");
                case '\n' -> waiting.append("\\n");
                case '\r' -> waiting.append("\\r");
                default -> waiting.append(c);
            }
        }
    }

    private void send() throws SQLException {
        byte[] bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        waiting.setLength(0);
    }

    /** Ends it; before that no row is there. */
    public void finish() throws SQLException {
        send();
        copy.endCopy();
    }

    /** Gives it up unless it has ended. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}

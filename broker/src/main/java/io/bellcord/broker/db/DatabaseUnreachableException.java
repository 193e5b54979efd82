package io.bellcord.broker.db;

/** There is no PostgreSQL where the settings say, or it does not let us in. */
public final class DatabaseUnreachableException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    DatabaseUnreachableException(DatabaseSettings settings, Throwable cause) {
        super(
                "Cannot connect to PostgreSQL at " + settings.address() + " as " + settings.user() + ": "
                        + rootCause(cause).getMessage(),
                cause);
    }

    private static Throwable rootCause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}

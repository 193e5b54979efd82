package io.bellcord.broker.db;

/** What an operator can put right about PostgreSQL; the message says what it is. */
public abstract sealed class DatabaseException extends RuntimeException
        permits DatabaseUnreachableException, DatabaseUnfitException {
    private static final long serialVersionUID = 1L;

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}

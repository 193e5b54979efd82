package io.bellcord.broker.cli.admin.action;

/** The file that was asked for was not written; the message says why, and what to do. */
public final class OutputFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutputFileException(String message) {
        super(message);
    }
}

package io.bellcord.broker.cli.admin;

/** The file that was asked for was not written; the message says why, and what to do. */
final class OutputFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputFileException(String message) {
        super(message);
    }
}

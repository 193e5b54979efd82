package io.bellcord.broker.config;

/**
 * Something that the operator, not a developer, has to put right before Bellcord can start. The message is all they
 * need to see: it says what is wrong, where, and the way out. The program ends with exit code 2.
 */
public class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }
}

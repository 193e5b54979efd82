package io.bellcord.broker.cli.check;

import org.jspecify.annotations.Nullable;

/** Nothing could be watched; the message says what to do. */
public final class CheckFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckFailed(String message) {
        this(message, null);
    }

    CheckFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

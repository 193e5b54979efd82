package io.bellcord.broker.transit;

import java.io.Serial;
import java.util.Objects;

/**
 * A value that a record does not take. The message names the field, its range and the value found. Without a stack
 * trace: such values come from trackers, at the rate at which they send, and whoever reads the message is there and
 * not here.
 */
public final class InvalidValue extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidValue(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

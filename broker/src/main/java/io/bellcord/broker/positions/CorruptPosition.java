package io.bellcord.broker.positions;

import java.io.Serial;

/** What should be position JSON as we write it is not. The message says why. */
public final class CorruptPosition extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CorruptPosition(String message) {
        super(message);
    }
}

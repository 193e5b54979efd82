package io.bellcord.simulator.cli;

import org.jspecify.annotations.Nullable;

/** What is wrong with the options, in one line: the option, its value, the way out. */
final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Usage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static Usage wrong(String option, Object value, String wayOut) {
        return new Usage(option + " \"" + value + "\": " + wayOut, null);
    }

    static Usage wrong(String option, IllegalArgumentException cause) {
        return new Usage(option + ": " + cause.getMessage(), cause);
    }

    static Usage missing(String whatToAdd) {
        return new Usage(whatToAdd, null);
    }

    static void require(boolean holds, String option, Object value, String wayOut) {
        if (!holds) {
            throw wrong(option, value, wayOut);
        }
    }
}

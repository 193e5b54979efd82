package io.bellcord.broker.json;

/**
 * Why a text is no position.
 *
 * @param message names the field, what is right, and the value found
 */
public record Problem(Kind kind, String message) {
    private static final int LONGEST_QUOTE = 32;

    /** What sort of mistake it is. */
    public enum Kind {
        /** Not JSON, or a value of the wrong type. */
        MALFORMED,
        MISSING_FIELD,
        OUT_OF_RANGE
    }

    /** Text from outside, short enough to stand in a message. */
    public static String quote(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    public static Problem malformed(String message) {
        return new Problem(Kind.MALFORMED, message);
    }

    public static Problem missing(String message) {
        return new Problem(Kind.MISSING_FIELD, message);
    }

    public static Problem outOfRange(String message) {
        return new Problem(Kind.OUT_OF_RANGE, message);
    }
}

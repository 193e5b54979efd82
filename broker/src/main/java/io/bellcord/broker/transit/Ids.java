package io.bellcord.broker.transit;

/** What every identifier may look like: it is a topic level, a Redis key part and a URL segment at once. */
final class Ids {
    private static final int LONGEST = 64;

    private Ids() {}

    static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isAllowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** By hand and not by a pattern: every publish asks several times. */
    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    static void require(String what, String value) {
        if (!isValid(value)) {
            throw new IllegalArgumentException(rule(what, value));
        }
    }

    /** What is wrong with an identifier that {@link #isValid} refused. */
    static String rule(String what, String value) {
        return what + " must be 1 to 64 characters of A-Z a-z 0-9 . _ - but is \"" + abbreviate(value) + "\"";
    }

    private static String abbreviate(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }
}

package io.bellcord.broker.transit;

import java.util.regex.Pattern;

/** What every identifier may look like: it is a topic level, a Redis key part and a URL segment at once. */
final class Ids {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Ids() {}

    static boolean isValid(String value) {
        return ALLOWED.matcher(value).matches();
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
        return value.length() <= 64 ? value : value.substring(0, 64) + "…";
    }
}

package io.bellcord.broker.transit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one wording for a text that is too long or written otherwise. */
final class Text {
    private Text() {}

    static void require(String field, @Nullable String value, int longest) {
        if (value == null) {
            return;
        }
        if (value.length() > longest) {
            throw new InvalidValue(field + " must be at most " + longest + " characters but has " + value.length());
        }
        if (!isWellFormed(value)) {
            throw new InvalidValue(field + " must be Unicode text but has half a surrogate pair");
        }
    }

    /** Whether it can be written as UTF-8; a JSON escape can name one half of a surrogate pair. */
    private static boolean isWellFormed(String value) {
        return value.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    static void require(String field, @Nullable String value, Pattern pattern, String form) {
        if (value != null && !pattern.matcher(value).matches()) {
            String found = value.length() <= 32 ? value : value.substring(0, 32) + "…";
            throw new InvalidValue(field + " must be written " + form + " but is \"" + found + "\"");
        }
    }
}

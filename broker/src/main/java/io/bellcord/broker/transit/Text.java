package io.bellcord.broker.transit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one wording for a text that is too long or written otherwise. */
final class Text {
    private Text() {}

    static void require(String field, @Nullable String value, int longest) {
        if (value != null && value.length() > longest) {
            throw new IllegalArgumentException(
                    field + " must be at most " + longest + " characters but has " + value.length());
        }
    }

    static void require(String field, @Nullable String value, Pattern pattern, String form) {
        if (value != null && !pattern.matcher(value).matches()) {
            String found = value.length() <= 32 ? value : value.substring(0, 32) + "…";
            throw new IllegalArgumentException(field + " must be written " + form + " but is \"" + found + "\"");
        }
    }
}

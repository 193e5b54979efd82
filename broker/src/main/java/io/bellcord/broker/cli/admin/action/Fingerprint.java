package io.bellcord.broker.cli.admin.action;

import java.util.Locale;
import java.util.regex.Pattern;

/** A certificate's SHA-256, as 64 hexadecimal digits in lower case. */
public record Fingerprint(String value) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no SHA-256 fingerprint: write its 64 hexadecimal digits");
        }
    }

    /** As people and openssl write it, with colons or without. */
    public static Fingerprint parse(String text) {
        return new Fingerprint(text.replace(":", "").toLowerCase(Locale.ROOT));
    }
}

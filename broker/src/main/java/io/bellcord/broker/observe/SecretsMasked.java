package io.bellcord.broker.observe;

import java.util.regex.Pattern;

/** A payload is the tracker's to write: one that carries its own credential or token should not show it to who watches. */
final class SecretsMasked {
    private static final Pattern CREDENTIAL = Pattern.compile("(?i)BC-[0-9A-Z]{16,}");
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)?");

    private SecretsMasked() {}

    static String in(String payload) {
        return TOKEN.matcher(CREDENTIAL.matcher(payload).replaceAll("BC-…")).replaceAll("eyJ…");
    }
}

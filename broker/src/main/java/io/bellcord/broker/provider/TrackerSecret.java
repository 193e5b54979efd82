package io.bellcord.broker.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tracker's password: {@code BC-}, 32 random characters and two that check them, of digits and capital letters
 * without I, L, O and U (Crockford's base 32). 160 bits, 37 characters, and all of them in the small alphabet of QR
 * codes, so that it can be scanned, read out and typed.
 *
 * @param text in its one form: capital letters
 */
public record TrackerSecret(String text) {
    private static final String PREFIX = "BC-";
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM = Pattern.compile("BC-[0-9A-HJKMNP-TV-Z]{34}");
    private static final int RANDOM_CHARACTERS = 32;
    private static final int FIVE_BITS = 31;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static TrackerSecret random() {
        var text = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new TrackerSecret(text + checkOf(text.toString()));
    }

    /** Whether it was meant to be one: nothing else that is a password starts so. */
    public static boolean looksLikeOne(String text) {
        return text.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** As somebody may have typed it: in small letters, O for 0, I or L for 1. Empty if it cannot be one. */
    public static Optional<TrackerSecret> parse(String typed) {
        if (!looksLikeOne(typed) || typed.length() != PREFIX.length() + RANDOM_CHARACTERS + 2) {
            return Optional.empty();
        }
        String text = PREFIX
                + typed.substring(PREFIX.length())
                        .toUpperCase(Locale.ROOT)
                        .replace('O', '0')
                        .replace('I', '1')
                        .replace('L', '1');
        return FORM.matcher(text).matches()
                        && text.endsWith(checkOf(text.substring(0, PREFIX.length() + RANDOM_CHARACTERS)))
                ? Optional.of(new TrackerSecret(text))
                : Optional.empty();
    }

    private static String checkOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return "" + ALPHABET.charAt(digest[0] & FIVE_BITS) + ALPHABET.charAt(digest[1] & FIVE_BITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Without the secret: who has it can log in with it. */
    @Override
    public String toString() {
        return "TrackerSecret";
    }
}

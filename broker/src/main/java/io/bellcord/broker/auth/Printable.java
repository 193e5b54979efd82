package io.bellcord.broker.auth;

/** What a client chose freely, made fit for a log line and an MQTT reason string. */
final class Printable {
    private static final int LONGEST = 64;

    private Printable() {}

    static String of(String text) {
        return isFit(text) ? text : madeFit(text);
    }

    /** As nearly all are, on each login; by hand and not by a pattern. */
    private static boolean isFit(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String madeFit(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return start.replaceAll("[^\\p{Print}…]", "?"); // US-ASCII: no line break, no half of a character
    }
}

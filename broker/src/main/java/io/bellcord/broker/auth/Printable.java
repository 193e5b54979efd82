package io.bellcord.broker.auth;

/** What a client chose freely, made fit for a log line and an MQTT reason string. */
final class Printable {
    private static final int LONGEST = 64;

    private Printable() {}

    static String of(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return start.replaceAll("[^\\p{Print}…]", "?"); // US-ASCII: no line break, no half of a character
    }
}

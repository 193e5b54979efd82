package io.bellcord.simulator.chaos.load;

import java.time.Instant;
import java.util.Locale;

/**
 * One fix of a bus, as it is sent.
 *
 * @param sequence of this bus, from 1
 */
record Fix(String bus, int sequence, Instant time) {
    private static final String SEQUENCE = "\"seq\":";
    private static final String TIME = "\"ts\":";

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"ts\":%d,\"lat\":43.7334,\"lon\":7.4218,\"spd\":8.3,\"seq\":%d,\"route\":\"1\"}",
                time.toEpochMilli(),
                sequence);
    }

    /** Reads it from what riders get and Redis holds; its sequence is -1 when it is none. */
    static Fix read(String bus, String json) {
        return new Fix(bus, (int) number(json, SEQUENCE), Instant.ofEpochMilli(number(json, TIME)));
    }

    private static long number(String json, String key) {
        var at = json.indexOf(key);
        if (at < 0) {
            return -1;
        }
        var from = at + key.length();
        var to = from;
        while (to < json.length() && Character.isDigit(json.charAt(to))) {
            to++;
        }
        return to == from ? -1 : Long.parseLong(json.substring(from, to));
    }
}

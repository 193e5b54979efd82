package io.bellcord.simulator.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads which fix a PUBLISH holds, straight from its bytes. Where the keys stood in the last one is where they are looked
 * for first. Of one thread.
 */
final class PositionReader {
    private static final int PROVIDER = "bus/".length();

    private final Key time = new Key("\"ts\":");
    private final Key sequenceKey = new Key("\"seq\":");
    private final byte[][] prefixes;
    private final int busesEach;
    private int bus;
    private int sequence;
    private long fixTime;

    PositionReader(Distribution distribution) {
        prefixes = distribution.prefixes().stream()
                .map(prefix -> prefix.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        busesEach = distribution.busesEach();
    }

    /**
     * Whether it is a position of one of our buses, at QoS 0; then the rest tells which.
     *
     * @param from where the packet's topic begins, with its length
     */
    boolean read(byte[] bytes, int from, int to) {
        var topicEnd = from + 2 + (((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF));
        if (topicEnd > to || !readBus(bytes, from + 2, topicEnd)) {
            return false;
        }
        fixTime = time.number(bytes, topicEnd, to);
        var number = sequenceKey.number(bytes, topicEnd, to);
        sequence = (int) (number - PositionPacket.SEQUENCE_BASE);
        return fixTime >= 0 && number >= 0;
    }

    private boolean readBus(byte[] bytes, int from, int to) {
        var digits = digits(bytes, from, to);
        bus = 0;
        for (var i = digits; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false; // a state or a refusal
            }
            bus = bus * 10 + bytes[i] - '0';
        }
        return digits < to && isOfItsProvider(bytes, from, digits);
    }

    /** Behind the letter that follows the provider. */
    private static int digits(byte[] bytes, int from, int to) {
        var at = from + PROVIDER;
        while (at < to && bytes[at] != '/') {
            at++;
        }
        return Math.min(at + 2, to);
    }

    private boolean isOfItsProvider(byte[] bytes, int from, int digits) {
        var provider = bus / busesEach;
        return provider >= 0
                && provider < prefixes.length
                && Arrays.equals(bytes, from, digits, prefixes[provider], 0, prefixes[provider].length);
    }

    int bus() {
        return bus;
    }

    int sequence() {
        return sequence;
    }

    long fixTime() {
        return fixTime;
    }

    private static final class Key {
        private final byte[] text;
        private int last; // from the payload's begin

        Key(String text) {
            this.text = text.getBytes(StandardCharsets.US_ASCII);
        }

        /** The number behind the key; -1 when there is none. */
        long number(byte[] bytes, int from, int to) {
            var at = isAt(bytes, from + last, to) ? from + last : find(bytes, from, to);
            if (at < 0) {
                return -1;
            }
            last = at - from;
            return digits(bytes, at + text.length, to);
        }

        private boolean isAt(byte[] bytes, int at, int to) {
            return at + text.length < to && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
        }

        private int find(byte[] bytes, int from, int to) {
            for (var at = from; at + text.length < to; at++) {
                if (isAt(bytes, at, to)) {
                    return at;
                }
            }
            return -1;
        }

        private static long digits(byte[] bytes, int from, int to) {
            long number = -1;
            for (var i = from; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
                number = Math.max(number, 0) * 10 + bytes[i] - '0';
            }
            return number;
        }
    }
}

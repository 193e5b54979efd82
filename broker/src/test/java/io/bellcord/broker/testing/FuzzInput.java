package io.bellcord.broker.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A fuzzer's bytes, read as choices. After their end everything is zero, so that every input means something. */
public final class FuzzInput {
    private final byte[] bytes;
    private int at;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean isDone() {
        return at >= bytes.length;
    }

    /** 0 to 255. */
    public int next() {
        return isDone() ? 0 : bytes[at++] & 0xFF;
    }

    public int below(int bound) {
        return next() % bound;
    }

    /** Its lowest bit. */
    public boolean flag() {
        return (next() & 1) == 1;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** As many as the next byte says, if there are so many. */
    public byte[] some() {
        int length = Math.min(next(), bytes.length - at);
        byte[] some = Arrays.copyOfRange(bytes, at, at + Math.max(0, length));
        at += some.length;
        return some;
    }

    /** Everything that is left. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length);
        at = bytes.length;
        return rest;
    }

    /** Some bytes of it are overwritten, taken out or put in, as everything that is left says. */
    public byte[] changed(byte[] original) {
        byte[] changed = original;
        while (!isDone()) {
            int change = next();
            int from = Math.min(next() | next() << 8, changed.length);
            int to = Math.min(changed.length, from + (change & 0x1F));
            var out = new ByteArrayOutputStream();
            out.write(changed, 0, from);
            switch (change >> 5) {
                case 0, 1, 2 -> out.writeBytes(some());
                case 3 -> out.write(changed, from, to - from);
                default -> out.write(next());
            }
            out.write(changed, to, changed.length - to);
            changed = out.toByteArray();
        }
        return changed;
    }

    public String someText() {
        return new String(some(), StandardCharsets.UTF_8);
    }
}

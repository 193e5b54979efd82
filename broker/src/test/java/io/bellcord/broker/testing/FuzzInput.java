package io.bellcord.broker.testing;

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

    public String someText() {
        return new String(some(), StandardCharsets.UTF_8);
    }
}

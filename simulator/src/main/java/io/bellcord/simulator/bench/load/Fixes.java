package io.bellcord.simulator.bench.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** When every fix was sent, and with which fix time: by bus, from 0, and sequence, from 1. Of one thread. */
final class Fixes {
    /** Of each bus; at 1 Hz four minutes. */
    private static final int REMEMBERED = 256;
    /** What was acknowledged this lately may still be on its way to those who ask for a snapshot. */
    private static final long UNDER_WAY = Duration.ofSeconds(1).toNanos();

    private final List<Heard> hearers = new ArrayList<>();
    private int[] newest = new int[0];
    private long[] sentAt = new long[0];
    private long[] fixTime = new long[0];
    /** The newest of each bus that the broker has had for a while. */
    private int[] settled = new int[0];

    private final Deque<Acknowledged> recent = new ArrayDeque<>();

    private record Acknowledged(int bus, int sequence, long nanos) {}

    /** Is told of each fix before it is sent. */
    @FunctionalInterface
    interface Heard {
        void published(int bus, long nanos);
    }

    void tell(Heard hearer) {
        hearers.add(hearer);
    }

    /** Makes room for so many buses in all. */
    void grow(int buses) {
        if (buses > newest.length) {
            newest = Arrays.copyOf(newest, buses);
            settled = Arrays.copyOf(settled, buses);
            sentAt = Arrays.copyOf(sentAt, buses * REMEMBERED);
            fixTime = Arrays.copyOf(fixTime, buses * REMEMBERED);
        }
    }

    /** The sequence of the next fix of that bus, which is noted as sent now. */
    int add(int bus, long nanos, long epochMillis) {
        grow(bus + 1);
        for (var hearer : hearers) {
            hearer.published(bus, nanos);
        }
        var sequence = ++newest[bus];
        var slot = slot(bus, sequence);
        sentAt[slot] = nanos;
        // Never that of the one before: Bellcord would not count it as newer.
        fixTime[slot] = sequence == 1 ? epochMillis : Math.max(epochMillis, fixTime[slot(bus, sequence - 1)] + 1);
        return sequence;
    }

    int newest(int bus) {
        return newest[bus];
    }

    /** The broker has said that it has all that was sent for that bus. */
    void acknowledged(int bus, long nanos) {
        settle(nanos);
        recent.add(new Acknowledged(bus, newest[bus], nanos));
    }

    /** Copies of each bus the newest sequence that the broker had said a second ago that it has; 0 for none. */
    void settled(int[] into, long nanos) {
        settle(nanos);
        System.arraycopy(settled, 0, into, 0, into.length);
    }

    private void settle(long nanos) {
        while (!recent.isEmpty() && nanos - recent.element().nanos() > UNDER_WAY) {
            var one = recent.remove();
            settled[one.bus()] = one.sequence();
        }
    }

    /** Whether it was sent, and not so long ago that its times are forgotten. */
    boolean knows(int bus, int sequence) {
        return bus >= 0
                && bus < newest.length
                && sequence > Math.max(0, newest[bus] - REMEMBERED)
                && sequence <= newest[bus];
    }

    /** As System.nanoTime() was. */
    long sentAt(int bus, int sequence) {
        return sentAt[slot(bus, sequence)];
    }

    /** Milliseconds since 1970. */
    long fixTime(int bus, int sequence) {
        return fixTime[slot(bus, sequence)];
    }

    private static int slot(int bus, int sequence) {
        return bus * REMEMBERED + sequence % REMEMBERED;
    }
}

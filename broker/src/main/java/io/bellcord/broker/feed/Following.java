package io.bellcord.broker.feed;

import java.time.Duration;

/**
 * What riders of a group have in common.
 *
 * @param pace the shortest time between two frames; zero for every tick
 * @param largestPacket that all of them take, in bytes
 */
record Following(Interest interest, Duration pace, int largestPacket) {
    /** No packet about a bus is larger; only those about routes may be. */
    static final int LARGEST_OF_A_BUS = 16 * 1024;

    private static final int UNBOUNDED = 1 << 20;

    Following {
        largestPacket = atLeastAsStrict(largestPacket);
    }

    /** Few different sizes, so that riders are not apart for a difference that makes none to what they watch. */
    private static int atLeastAsStrict(int size) {
        if (size >= UNBOUNDED) {
            return Integer.MAX_VALUE;
        }
        return size < LARGEST_OF_A_BUS ? size : Integer.highestOneBit(size);
    }

    boolean isNothing() {
        return interest.isNothing();
    }
}

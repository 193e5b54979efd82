package io.bellcord.broker.feed;

import java.time.Duration;

/**
 * What riders of a group have in common.
 *
 * @param pace the shortest time between two frames; zero for every tick
 * @param largestPacket that all of them take, in bytes; the most there is where they take everything that may come
 */
record Following(Interest interest, Duration pace, int largestPacket) {
    /** No packet about a bus is larger; only those about routes may be. */
    static final int LARGEST_OF_A_BUS = 16 * 1024;

    Following {
        if (largestPacket >= LARGEST_OF_A_BUS && !interest.hasRoutes()) {
            largestPacket = Integer.MAX_VALUE; // so that riders are not apart for what makes no difference to them
        }
    }

    boolean isNothing() {
        return interest.isNothing();
    }
}

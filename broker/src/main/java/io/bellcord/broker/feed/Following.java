package io.bellcord.broker.feed;

import io.bellcord.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.Set;

/**
 * What riders of a group have in common.
 *
 * @param pace the shortest time between two frames; zero for every tick
 * @param largestPacket that they take, in bytes
 */
record Following(Set<TopicFilter> filters, Duration pace, int largestPacket) {
    Following {
        filters = Set.copyOf(filters);
    }

    boolean isNothing() {
        return filters.isEmpty();
    }

    /** Whether every packet of ours is small enough. */
    boolean takesAll() {
        return largestPacket == Integer.MAX_VALUE;
    }
}

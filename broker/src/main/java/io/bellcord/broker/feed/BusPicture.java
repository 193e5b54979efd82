package io.bellcord.broker.feed;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import java.time.Instant;

/**
 * What riders are told of one bus.
 *
 * @param since when the state began
 * @param version grows with every change on this node, so that of two pictures the later one is known
 * @param forgotten too old to be shown: the bus is taken away
 */
record BusPicture(Position position, BusState state, Instant since, long version, boolean forgotten) {
    BusKey bus() {
        return position.bus();
    }

    static BusPicture later(BusPicture one, BusPicture other) {
        return one.version > other.version ? one : other;
    }
}

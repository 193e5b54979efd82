package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.RouteId;
import java.util.Optional;

/** One bus as an event loop shows it to its riders. Confined to that loop. */
final class BusEntry {
    private final int slot;
    private final byte[] positionTopic;
    private final byte[] stateTopic;
    private BusPicture picture;

    /** @param slot its number in its fleet */
    BusEntry(int slot, BusPicture picture) {
        this.slot = slot;
        this.picture = picture;
        positionTopic = Packet.topic(Topics.position(picture.bus()));
        stateTopic = Packet.topic(Topics.state(picture.bus()));
    }

    int slot() {
        return slot;
    }

    BusId bus() {
        return picture.bus().bus();
    }

    /** The route that it says it is on. */
    Optional<RouteId> route() {
        return Optional.ofNullable(picture.position().trip().route()).map(RouteId::new);
    }

    BusPicture picture() {
        return picture;
    }

    void show(BusPicture later) {
        picture = later;
    }

    /** The newest of one kind. */
    Packet packet(Kind kind) {
        return switch (kind) {
            case POSITION -> new Packet(positionTopic, picture.positionJson());
            case STATE -> new Packet(stateTopic, picture.stateJson());
            case REFUSED -> throw new IllegalArgumentException("a refusal is not of a bus' picture");
        };
    }
}

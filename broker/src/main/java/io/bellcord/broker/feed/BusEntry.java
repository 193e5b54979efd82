package io.bellcord.broker.feed;

import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusId;
import io.netty.buffer.ByteBufAllocator;

/** One bus as an event loop shows it to its riders. Confined to that loop. */
final class BusEntry {
    private BusPicture picture;
    private final Item position;
    private final Item state;

    BusEntry(BusPicture picture, ByteBufAllocator allocator) {
        this.picture = picture;
        position = new Item(Topics.position(picture.bus()), allocator, this::positionJson);
        state = new Item(Topics.state(picture.bus()), allocator, this::stateJson);
    }

    BusId bus() {
        return picture.bus().bus();
    }

    BusPicture picture() {
        return picture;
    }

    /** Shows a later picture. A position carries its state, so both payloads change with it. */
    void show(BusPicture later) {
        picture = later;
        position.invalidate();
        state.invalidate();
    }

    Item item(Kind kind) {
        return switch (kind) {
            case POSITION -> position;
            case STATE -> state;
            case REFUSED -> throw new IllegalArgumentException("a refusal is not of a bus' picture");
        };
    }

    void release() {
        position.release();
        state.release();
    }

    private byte[] positionJson() {
        return PositionJson.encode(picture.position(), picture.state());
    }

    private byte[] stateJson() {
        return StateJson.encode(picture);
    }
}

package io.bellcord.broker.feed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One topic with its newest payload, encoded at most once for each kind of client and shared by all riders of an event
 * loop. Confined to that loop.
 */
final class Item {
    private final String topic;
    private final ByteBufAllocator allocator;
    private final Supplier<byte[]> payload;
    private byte @Nullable [] encoded;
    /** By MQTT version and retain flag. */
    private final @Nullable ByteBuf[] frames = new @Nullable ByteBuf[4];

    Item(String topic, ByteBufAllocator allocator, Supplier<byte[]> payload) {
        this.topic = topic;
        this.allocator = allocator;
        this.payload = payload;
    }

    /** The payload has changed. */
    void invalidate() {
        encoded = null;
        release();
    }

    /** A PUBLISH packet of this topic; it stays ours: a writer retains a duplicate. */
    ByteBuf frame(boolean mqtt5, boolean retain) {
        int kind = (mqtt5 ? 2 : 0) + (retain ? 1 : 0);
        ByteBuf frame = frames[kind];
        if (frame == null) {
            if (encoded == null) {
                encoded = payload.get();
            }
            frame = Frames.publish(allocator, topic, encoded, mqtt5, retain);
            frames[kind] = frame;
        }
        return frame;
    }

    void release() {
        for (int kind = 0; kind < frames.length; kind++) {
            ByteBuf frame = frames[kind];
            if (frame != null) {
                frame.release();
                frames[kind] = null;
            }
        }
    }
}

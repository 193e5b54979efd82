package io.bellcord.broker.feed;

import io.bellcord.broker.feed.FeedMetrics.Use;
import io.bellcord.broker.feed.wire.FrameBuilder;
import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.feed.wire.WireForm;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.ProviderId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole fleet as one message, in GTFS-Realtime's FULL_DATASET, for those who follow it. It is written elsewhere, and only
 * while somebody follows it. Confined to its fleet's event loop.
 */
final class Dataset {
    private final byte[] topic;
    private final Following following;
    private final FeedMetrics metrics;
    private final Set<Group> followers = new HashSet<>();
    private final Map<Key, Frame> frames = new HashMap<>();
    private @Nullable Packet newest;
    private boolean isFollowed;

    /** Whoever writes it. */
    interface Following {
        /** From now on it is wanted, beginning with the newest. */
        void begin();

        void end();
    }

    private record Key(WireForm form, boolean retain) {}

    /** @param packetSize without what WebSocket puts around it */
    record Frame(ByteBuf bytes, int packetSize) {}

    Dataset(ProviderId provider, Following following, FeedMetrics metrics) {
        topic = Packet.topic(Topics.vehiclePositions(provider));
        this.following = following;
        this.metrics = metrics;
    }

    void follow(Group group) {
        followers.add(group);
        if (!isFollowed) {
            isFollowed = true;
            following.begin();
        }
    }

    void leave(Group group) {
        followers.remove(group);
    }

    /** Lets go of it when nobody has followed it for a tick: a rider who changes groups leaves one and enters another. */
    void tidy() {
        if (isFollowed && followers.isEmpty()) {
            close();
        }
    }

    void close() {
        if (isFollowed) {
            isFollowed = false;
            newest = null;
            release();
            following.end();
        }
    }

    /** The newest there is; tells nobody what they have already. */
    void show(byte[] message) {
        if (isFollowed && (newest == null || !Arrays.equals(newest.payload(), message))) {
            release();
            newest = new Packet(topic, message);
            followers.forEach(Group::sendDataset);
        }
    }

    boolean isHere() {
        return newest != null;
    }

    /** The newest for one kind of client, encoded when the first of them needs it; null while there is none. */
    @Nullable
    Frame frame(WireForm form, boolean retain) {
        Packet packet = newest;
        return packet == null ? null : frames.computeIfAbsent(new Key(form, retain), key -> encode(packet, key));
    }

    private Frame encode(Packet packet, Key key) {
        FrameBuilder frame = new FrameBuilder(key.form(), Integer.MAX_VALUE, key.retain());
        frame.add(packet);
        metrics.encoded(Use.DATASET);
        return new Frame(frame.build(ByteBufAllocator.DEFAULT), frame.bytes());
    }

    private void release() {
        frames.values().forEach(frame -> frame.bytes().release());
        frames.clear();
    }
}

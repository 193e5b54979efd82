package io.bellcord.broker.gtfsrt;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.transit.realtime.GtfsRealtime.FeedMessage;
import java.time.Instant;

/** A GTFS-Realtime FeedMessage as bytes. Immutable; each has another content than the one before it. */
public final class FeedDocument {
    private final byte[] protobuf;
    private final Instant timestamp;
    private final int vehicles;

    /** @param protobuf not to be changed any more */
    FeedDocument(byte[] protobuf, Instant timestamp, int vehicles) {
        this.protobuf = protobuf;
        this.timestamp = timestamp;
        this.vehicles = vehicles;
    }

    /** Shared: must not be changed. */
    public byte[] protobuf() {
        return protobuf;
    }

    /** The header's: when its content became what it is, in whole seconds. */
    public Instant timestamp() {
        return timestamp;
    }

    public int vehicles() {
        return vehicles;
    }

    /** The same for people to read: the names of the .proto, enumerations by name. */
    public byte[] json() {
        try {
            return ReadableJson.write(FeedMessage.parseFrom(protobuf));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what was written cannot be read; this is a bug", e);
        }
    }
}

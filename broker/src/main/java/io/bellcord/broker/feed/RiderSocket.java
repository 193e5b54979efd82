package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.WireForm;
import io.netty.buffer.ByteBuf;

/** A rider's connection, as the feed needs it. Used on its event loop only. */
public interface RiderSocket {
    WireForm form();

    /** The largest packet the client takes, in bytes. */
    int maximumPacketSize();

    /** Asks the system to keep no more than so many bytes that the client has not read. */
    void limitSendBuffer(int bytes);

    /** Whether all that was written has left for the system; when it has again, {@link Rider#writable()} is called. */
    boolean isWritable();

    /** Takes over the frame's reference, and sends it at once. */
    void write(ByteBuf frame);
}

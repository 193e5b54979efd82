package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.WireForm;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** A rider's connection, as the feed needs it. Used on its event loop only. */
public interface RiderSocket {
    WireForm form();

    /** The largest packet the client takes, in bytes. */
    int maximumPacketSize();

    /** Asks the system to keep no more than so many bytes that the client has not read. */
    void limitSendBuffer(int bytes);

    /** Whether all that was written has left for the system; when it has again, {@link Rider#writable()} is called. */
    boolean isWritable();

    /** Takes over the frames' references, and sends them at once, in one write. */
    void write(List<ByteBuf> frames);
}

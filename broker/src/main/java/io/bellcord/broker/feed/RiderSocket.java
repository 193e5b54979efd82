package io.bellcord.broker.feed;

import io.netty.buffer.ByteBuf;

/** A rider's connection, as the feed needs it. Used on its event loop only. */
public interface RiderSocket {
    boolean isMqtt5();

    /** The largest packet the client takes, in bytes. */
    int maximumPacketSize();

    /** Whether the socket takes more now; when it does again, {@link Rider#writable()} is called. */
    boolean isWritable();

    /** Takes over the frame's reference. */
    void write(ByteBuf frame);

    void flush();
}

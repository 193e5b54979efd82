package io.bellcord.broker.guard;

import io.bellcord.broker.feed.RiderSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * A client's channel as the feed writes to it: bytes that are MQTT already, past Moquette's encoder. The feed may fill only
 * a part of the channel's buffer, since a full channel is not read from: a rider who is slow must still be heard, and an
 * acknowledgement must find room. Confined to the channel's event loop.
 */
final class ChannelSocket implements RiderSocket {
    /** Below the 64 KiB at which Netty calls a channel full, with room for answers. */
    private static final int MOST_UNDER_WAY = 32 * 1024;

    private final ChannelHandlerContext ctx;
    private final boolean mqtt5;
    private final int maximumPacketSize;
    private Runnable onRoom = () -> {};
    private @Nullable ChannelFuture last;
    private int unflushed;
    private int underWay;

    ChannelSocket(ChannelHandlerContext ctx, Connect connect) {
        this.ctx = ctx;
        mqtt5 = connect.isMqtt5();
        maximumPacketSize = connect.maximumPacketSize();
    }

    /** Runs this whenever what was written has gone out. */
    void onRoom(Runnable action) {
        onRoom = action;
    }

    @Override
    public boolean isMqtt5() {
        return mqtt5;
    }

    @Override
    public int maximumPacketSize() {
        return maximumPacketSize;
    }

    @Override
    public boolean isWritable() {
        return unflushed + underWay < MOST_UNDER_WAY && ctx.channel().isWritable();
    }

    @Override
    public void write(ByteBuf frame) {
        unflushed += frame.readableBytes();
        last = ctx.write(frame);
    }

    @Override
    public void flush() {
        if (last != null) {
            int bytes = unflushed;
            underWay += bytes;
            unflushed = 0;
            last.addListener(_ -> wentOut(bytes)); // one for the batch: writes go out in order
            last = null;
            ctx.flush();
        }
    }

    private void wentOut(int bytes) {
        underWay -= bytes;
        onRoom.run();
    }
}

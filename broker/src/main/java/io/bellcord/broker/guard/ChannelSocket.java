package io.bellcord.broker.guard;

import io.bellcord.broker.feed.RiderSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** A client's channel as the feed writes to it: bytes that are MQTT already, past Moquette's encoder. */
record ChannelSocket(ChannelHandlerContext ctx, boolean isMqtt5, int maximumPacketSize) implements RiderSocket {
    ChannelSocket(ChannelHandlerContext ctx, Connect connect) {
        this(ctx, connect.isMqtt5(), connect.maximumPacketSize());
    }

    @Override
    public boolean isWritable() {
        return ctx.channel().isWritable();
    }

    @Override
    public void write(ByteBuf frame) {
        ctx.write(frame);
    }

    @Override
    public void flush() {
        ctx.flush();
    }
}

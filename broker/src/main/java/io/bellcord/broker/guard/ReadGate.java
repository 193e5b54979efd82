package io.bellcord.broker.guard;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Nothing is read while reading is off, whoever asks. TLS and WebSocket in Netty ask for more by themselves where they have
 * got a part only; the end of the connection would be seen with it, in the middle of Moquette's CONNECT (docs/decisions/0001).
 */
@Sharable
final class ReadGate extends ChannelOutboundHandlerAdapter {
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }
}

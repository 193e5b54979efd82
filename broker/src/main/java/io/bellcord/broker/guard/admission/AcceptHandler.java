package io.bellcord.broker.guard.admission;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;

/**
 * In a listener's own pipeline, where its "messages" are new connections. One too many is closed here, before it has a
 * pipeline, a buffer or an event loop.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    private final Admission admission;
    private final boolean proxied;

    AcceptHandler(Admission admission, boolean proxied) {
        this.admission = admission;
        this.proxied = proxied;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        if (admission.enter(connection, proxied)) {
            context.fireChannelRead(connection);
        } else {
            // A reset, so that nothing lingers in the operating system either.
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            connection.unsafe().closeForcibly();
        }
    }
}

package io.bellcord.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The last that a client hears of us. */
final class LastWord {
    /** Time for the last packet to be read before the socket closes: a close on unread input sends a reset. */
    private static final Duration LINGER = Duration.ofMillis(250);

    private LastWord() {}

    /** Sends a last packet and closes once the client has had time to read it. */
    static void say(ChannelHandlerContext ctx, Object last) {
        ctx.channel().config().setAutoRead(true); // what still comes is thrown away
        ctx.writeAndFlush(last);
        ctx.executor().schedule(() -> ctx.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    static FullHttpResponse notFound() {
        FullHttpResponse notFound = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
        notFound.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
        return notFound;
    }

    /** Ends our half, and leaves the channel. */
    static void hangUp(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel socket) {
            socket.shutdownOutput();
        }
    }
}

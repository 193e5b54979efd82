package io.bellcord.broker.guard;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.flush.FlushConsolidationHandler;

/** The way a guard gets into Moquette's pipelines. */
final class Pipelines {
    /** Of a WebSocket frame in pieces; the same as Moquette takes in one. */
    private static final int MOST_FRAME_BYTES = 64 * 1024;

    /** Bytes read of one client before it is another's turn: a flood of the smallest packets is 4096 of them. */
    private static final int LARGEST_READ = 8 * 1024;

    private static final int LOW_WATER_MARK = 32 * 1024;
    private static final int HIGH_WATER_MARK = 128 * 1024;

    /** Answers that may wait for one write; Netty's own default. */
    private static final int MOST_FLUSHES = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

    private static final int USUAL_READ = 1024;
    private static final int SMALLEST_READ = 256;

    private final Guard guard;
    private final ReadGate readGate = new ReadGate();

    Pipelines(Guard guard) {
        this.guard = guard;
    }

    /**
     * Puts a guard into a pipeline that Moquette has just built.
     *
     * @param proxied whether a PROXY header comes before all else
     */
    void guard(Channel channel, boolean proxied) {
        Tls.offload(channel.pipeline(), guard.handshakes());
        channel.pipeline().addFirst("reads", readGate);
        // A map put and a log line per packet, and a listener per write, which nobody reads here: we count for
        // ourselves.
        channel.pipeline().remove("metrics");
        channel.pipeline().remove("messageLogger");
        channel.pipeline().remove("bytemetrics");
        channel.pipeline().remove("idleEventHandler"); // a client that is silent is ours to end
        PacketEnds.watch(channel.pipeline(), "decoder");
        channel.config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(SMALLEST_READ, USUAL_READ, LARGEST_READ)
                        .maxMessagesPerRead(1));
        // Above the largest that the feed writes at once of buses (Outbox.LARGE_WRITE and a range): while more waits,
        // nothing is read, not even a PINGREQ.
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER_MARK, HIGH_WATER_MARK));
        // One write to the socket for the answers to all that was read at once, and not one for each of a flood of
        // pings; and one for all acknowledgements that a session loop has handed over meanwhile.
        channel.pipeline().addFirst("flushes", new FlushConsolidationHandler(MOST_FLUSHES, true));
        if (Listeners.isWebSocket(channel.pipeline())) { // Moquette knows only frames in one piece
            channel.pipeline()
                    .addAfter(Listeners.WEB_SOCKET, "fragments", new WebSocketFrameAggregator(MOST_FRAME_BYTES));
        }
        ChannelHandlerContext moquette = channel.pipeline().context("handler");
        channel.pipeline().addBefore("handler", "guard", new GuardHandler(guard, moquette));
        if (proxied) {
            guard.admission().expectProxyHeader(channel.pipeline());
        }
    }
}

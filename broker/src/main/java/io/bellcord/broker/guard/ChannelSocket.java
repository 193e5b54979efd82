package io.bellcord.broker.guard;

import io.bellcord.broker.feed.RiderSocket;
import io.bellcord.broker.feed.wire.WireForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's channel as the feed writes to it: bytes that are framed already, past every handler but TLS. Nothing more is
 * written before the system has taken all of what was: so what a slow client gets is no older than the system's buffer. Confined
 * to the channel's event loop.
 */
final class ChannelSocket implements RiderSocket {
    private static final Logger log = LoggerFactory.getLogger(ChannelSocket.class);
    private static final String OUTLET = "feed";

    /** Marks the place in a pipeline; does nothing. */
    @ChannelHandler.Sharable
    private static final class Outlet extends ChannelHandlerAdapter {}

    private final ChannelHandlerContext outlet;
    private final WireForm form;
    private final int maximumPacketSize;
    private Runnable onRoom = () -> {};
    private boolean waits;
    /** Of what was written last. */
    private int written;

    /** @param pipeline that was {@link #prepare prepared} */
    ChannelSocket(ChannelPipeline pipeline, Connect connect) {
        outlet = pipeline.context(OUTLET);
        form = WireForm.of(connect.isMqtt5(), Listeners.isWebSocket(pipeline));
        maximumPacketSize = connect.maximumPacketSize();
    }

    /** Makes the place from which the feed writes: what lies between it and the system is TLS, where there is any. */
    static void prepare(ChannelPipeline pipeline) {
        if (Tls.isIn(pipeline)) {
            pipeline.addAfter(Tls.HANDLER, OUTLET, new Outlet());
        } else {
            pipeline.addFirst(OUTLET, new Outlet());
        }
    }

    /** Runs this whenever the socket has become writable again. */
    void onRoom(Runnable action) {
        onRoom = action;
    }

    @Override
    public WireForm form() {
        return form;
    }

    @Override
    public int maximumPacketSize() {
        return maximumPacketSize;
    }

    @Override
    public void limitSendBuffer(int bytes) {
        try {
            outlet.channel().config().setOption(ChannelOption.SO_SNDBUF, bytes);
        } catch (ChannelException e) {
            log.debug("A client has gone that was about to follow the feed", e);
        }
    }

    @Override
    public boolean isWritable() {
        return !waits && outlet.channel().isWritable();
    }

    /** A promise that nobody hears: a failure closes the channel, and that is heard. */
    @Override
    public void write(List<ByteBuf> frames) {
        written = 0;
        for (ByteBuf frame : frames) {
            written += frame.readableBytes();
            outlet.write(frame, outlet.channel().unsafe().voidPromise());
        }
        outlet.flush();
        if (!hasLeft()) {
            waitForRoom();
        }
    }

    /** No more than so many of the bytes that wait to be sent are the feed's. */
    int waiting() {
        return waits ? written : 0;
    }

    private boolean hasLeft() {
        ChannelOutboundBuffer buffer = outlet.channel().unsafe().outboundBuffer();
        return buffer == null || buffer.totalPendingWriteBytes() == 0; // null: closed
    }

    /** By a write of nothing, which is done when all before it is. */
    private void waitForRoom() {
        waits = true;
        outlet.pipeline().firstContext().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            waits = false;
            onRoom.run();
        });
    }
}

package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.wire.FrameReader;
import io.bellcord.simulator.bench.wire.Packets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannelConfig;
import org.jspecify.annotations.Nullable;

/** One MQTT connection. Of one thread. */
abstract class Client extends ChannelInboundHandlerAdapter implements FrameReader.Frames {
    private static final int KEEP_ALIVE_SECONDS = 600; // longer than any scenario

    private final Identity identity;
    private final byte[] desk;
    private final FrameReader reader = new FrameReader();
    private @Nullable Channel channel;
    private @Nullable Progress progress;
    private boolean isClosing;

    /** Hears that a client is ready, or that it never will be. */
    interface Progress {
        void ready();

        void failed(String why);
    }

    Client(Identity identity, byte[] desk) {
        this.identity = identity;
        this.desk = desk;
    }

    final Identity identity() {
        return identity;
    }

    final void progress(Progress to) {
        progress = to;
    }

    /** Before it connects. */
    void configure(SocketChannelConfig config) {}

    /** Its CONNECT was answered with yes. */
    abstract void admitted();

    /** Any other packet than CONNACK. */
    abstract void received(int head, byte[] bytes, int from, int to);

    final void ready() {
        if (progress != null) {
            progress.ready();
        }
    }

    final void failed(String why) {
        if (progress != null) {
            progress.failed(identity.clientId() + ": " + why);
        }
    }

    final @Nullable Channel channel() {
        return channel;
    }

    final void write(byte[] packet) {
        var to = channel;
        if (to != null) {
            to.writeAndFlush(Unpooled.wrappedBuffer(packet), to.voidPromise());
        }
    }

    final void write(ByteBuf packets) {
        var to = channel;
        if (to == null) {
            packets.release();
        } else {
            to.writeAndFlush(packets, to.voidPromise());
        }
    }

    /** Says goodbye. */
    final void close() {
        isClosing = true;
        var open = channel;
        if (open != null) {
            write(Packets.disconnect());
            open.close();
        }
    }

    /** Is gone without a word, as if its network were: the system resets the connection. */
    final void cut() {
        isClosing = true;
        var open = channel;
        if (open != null) {
            open.config().setOption(ChannelOption.SO_LINGER, 0);
            open.close();
        }
    }

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        write(Packets.connect(identity.clientId(), identity.login(), KEEP_ALIVE_SECONDS));
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        try {
            reader.read(bytes, desk, this);
        } finally {
            bytes.release();
        }
    }

    @Override
    public final void frame(int head, byte[] bytes, int from, int to) {
        if (head != 0x20) {
            received(head, bytes, from, to);
        } else if (bytes[from + 1] == 0) {
            admitted();
        } else {
            failed("not let in, code " + bytes[from + 1]);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        if (!isClosing) {
            failed("was disconnected");
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause.toString());
        context.close();
    }
}

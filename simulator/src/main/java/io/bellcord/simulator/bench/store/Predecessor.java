package io.bellcord.simulator.bench.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.bench.wire.FrameReader;
import io.bellcord.simulator.bench.wire.Packets;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the service before Bellcord does with positions, in as little MQTT as the load speaks: keeps each in Redis and tells it
 * to the provider's room; for each rider who joins the room it asks Redis for the provider's keys (KEYS) and their values
 * (MGET), reads each as JSON, and writes each for the rider. One thread does it all, as there.
 */
public final class Predecessor {
    private static final int OTHER_PROVIDERS = 9;
    private static final int BUSES_OF_EACH = 1_000;
    private static final String EXPIRY_SECONDS = "10800";
    private static final int BUFFER = 512 * 1024;
    private static final int BACKLOG = 8_192;
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int RETAIN = 1;
    private static final byte[] CONNACK = {0x20, 2, 0, 0};

    private static final String PROVIDER = "kb"; // in the load's topics
    private static final String TOPICS = "bus/" + PROVIDER + '/';
    private static final String KEY_BEGIN = "bus:{" + PROVIDER + "}:";
    private static final String KEY_END = ":lastlocation";

    private final Redis redis;
    private final ObjectMapper json = new ObjectMapper();
    private final byte[] desk = new byte[BUFFER];
    private final ChannelGroup room = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** Fills Redis with other providers' buses, as there are. */
    public Predecessor(int redisPort) throws IOException {
        redis = new Redis(redisPort);
        for (var other = 0; other < OTHER_PROVIDERS; other++) {
            for (var bus = 0; bus < BUSES_OF_EACH; bus++) {
                keep(Store.key("other-" + other, "b" + bus), "{\"ts\":1700000000000,\"lat\":43.7,\"lon\":7.4}");
            }
        }
    }

    /** Until it is ended. */
    public void run(int port) throws InterruptedException {
        var group = new NioEventLoopGroup(1);
        new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Connection(channel));
                    }
                })
                .bind(port)
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private void keep(String key, String position) throws IOException {
        redis.call(List.of("SET", key, position, "EX", EXPIRY_SECONDS));
    }

    /** A retained PUBLISH for each bus of the provider. */
    private ByteBuf snapshot() throws IOException {
        var all = Unpooled.buffer(BUFFER);
        var keys = redis.call(List.of("KEYS", KEY_BEGIN + "*" + KEY_END));
        if (!keys.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("MGET"));
            keys.forEach(key -> words.add(String.valueOf(key)));
            var positions = redis.call(words);
            for (var i = 0; i < positions.size(); i++) {
                all.writeBytes(retained(words.get(i + 1), String.valueOf(positions.get(i))));
            }
        }
        return all;
    }

    private byte[] retained(String key, String position) throws IOException {
        var bus = key.substring(KEY_BEGIN.length(), key.length() - KEY_END.length());
        var packet = Packets.publish(0, 0, TOPICS + bus, json.writeValueAsString(json.readTree(position)));
        packet[0] = (byte) (packet[0] | RETAIN);
        return packet;
    }

    private final class Connection extends ChannelInboundHandlerAdapter implements FrameReader.Frames {
        private final Channel channel;
        private final FrameReader reader = new FrameReader();

        Connection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            try {
                reader.read(bytes, desk, this);
            } finally {
                bytes.release();
            }
        }

        @Override
        public void frame(int head, byte[] bytes, int from, int to) {
            try {
                switch (head >> 4) {
                    case CONNECT -> channel.writeAndFlush(Unpooled.wrappedBuffer(CONNACK));
                    case PUBLISH -> position(head, bytes, from, to);
                    case SUBSCRIBE -> join(bytes, from);
                    default -> {} // PINGREQ never comes, and DISCONNECT is followed by the end
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void position(int head, byte[] bytes, int from, int to) throws IOException {
            var topicEnd = from + 2 + (((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF));
            var payload = topicEnd;
            if ((head & 6) != 0) {
                channel.writeAndFlush(
                        Unpooled.wrappedBuffer(new byte[] {0x40, 2, bytes[topicEnd], bytes[topicEnd + 1]}));
                payload += 2;
            }
            var topic = new String(bytes, from + 2, topicEnd - from - 2, StandardCharsets.UTF_8);
            var position = new String(bytes, payload, to - payload, StandardCharsets.UTF_8);
            keep(KEY_BEGIN + topic.substring(TOPICS.length()) + KEY_END, position);
            room.writeAndFlush(Unpooled.wrappedBuffer(Packets.publish(0, 0, topic, position)));
        }

        private void join(byte[] bytes, int from) throws IOException {
            channel.write(Unpooled.wrappedBuffer(new byte[] {(byte) 0x90, 3, bytes[from], bytes[from + 1], 0}));
            channel.writeAndFlush(snapshot());
            room.add(channel);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // riders are cut off; anything else shows as a rider who is not served
        }
    }
}

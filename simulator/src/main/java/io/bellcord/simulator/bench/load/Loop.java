package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.BenchFailed;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread on which all clients live. It rests before each look at its sockets, so that it reads more at a time, and
 * the broker is not charged with waking it for each message; that adds its rest to the latencies, to everyone's alike.
 */
final class Loop implements AutoCloseable {
    /** Longer than any packet that a broker may send here. */
    static final int DESK_BYTES = 512 * 1024;

    private static final Duration REST = Duration.ofNanos(500_000);
    private static final int READ_BYTES = 256 * 1024;
    private static final int CONNECT_MILLIS = 60_000;

    private final EventLoopGroup group;
    private final byte[] desk = new byte[DESK_BYTES];
    private final ByteBuf reading = Unpooled.directBuffer(READ_BYTES, READ_BYTES);

    Loop() {
        var threads = new DefaultThreadFactory("load", true);
        group = Epoll.isAvailable() ? epoll(threads) : nio(threads);
    }

    private static EventLoopGroup epoll(ThreadFactory threads) {
        return new EpollEventLoopGroup(1, threads, Loop::resting);
    }

    private static EventLoopGroup nio(ThreadFactory threads) {
        return new NioEventLoopGroup(1, threads, SelectorProvider.provider(), Loop::resting);
    }

    private static SelectStrategy resting() {
        return (ready, hasTasks) -> {
            LockSupport.parkNanos(REST.toNanos());
            return hasTasks ? ready.get() : SelectStrategy.SELECT;
        };
    }

    /** Connects; the client is told what becomes of it. */
    void connect(InetSocketAddress address, Client client) {
        new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.config().setRecvByteBufAllocator(new SameBuffer());
                        client.configure(channel.config());
                        channel.pipeline().addLast(client);
                    }
                })
                .connect(address)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        client.failed("could not connect: " + connected.cause());
                    }
                });
    }

    /** For all clients to work on. */
    byte[] desk() {
        return desk;
    }

    EventLoop eventLoop() {
        return group.next();
    }

    /** Does it on the thread of the clients, and waits for it. */
    <T> T call(Callable<T> work) {
        try {
            return group.next().submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BenchFailed failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        reading.release();
    }

    /** One buffer for all: each client has read it before the next one is read. */
    private final class SameBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
        @Override
        @SuppressWarnings("deprecation") // Netty 4 wants it all the same
        public Handle newHandle() {
            return new MaxMessageHandle() {
                @Override
                public int guess() {
                    return READ_BYTES;
                }

                @Override
                public ByteBuf allocate(ByteBufAllocator allocator) {
                    return reading.clear().retain();
                }
            };
        }
    }
}

package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.process.SocketQueues;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannelConfig;
import java.net.InetSocketAddress;
import java.util.OptionalDouble;

/**
 * A rider whose network takes few bytes a second, and whose receive buffer is small. It knows how much the system has ever held
 * for it: what it reads cannot be older than the time that takes, unless the broker kept it back.
 */
final class SlowRider extends Rider {
    private static final int RECEIVE_BUFFER = 8 * 1024;

    private final int bytesPerSecond;
    private long oldest; // nanoseconds
    private long most; // bytes

    SlowRider(
            Identity identity,
            byte[] desk,
            Subscription subscription,
            Ledger ledger,
            PositionReader reader,
            int bytesPerSecond) {
        super(identity, desk, subscription, ledger, reader);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    void configure(SocketChannelConfig config) {
        config.setReceiveBufferSize(RECEIVE_BUFFER);
        config.setAutoRead(false);
        config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(bytesPerSecond).maxMessagesPerRead(1));
    }

    /** Once a second: what has come, as far as it may. */
    void read(SocketQueues queues) {
        var open = channel();
        if (open != null) {
            most = Math.max(most, queues.bytes((InetSocketAddress) open.localAddress(), (InetSocketAddress)
                    open.remoteAddress()));
            open.read();
        }
    }

    @Override
    void heard(long age) {
        oldest = Math.max(oldest, age);
    }

    /** Seconds by which the oldest position it read was older than all that the system held; empty where that is not known. */
    OptionalDouble beyondBuffer() {
        return most == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, oldest / 1e9 - (double) most / bytesPerSecond));
    }
}

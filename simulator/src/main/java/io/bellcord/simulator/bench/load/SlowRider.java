package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.wire.Login;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannelConfig;

/** A rider whose network takes few bytes a second, and whose receive buffer is small. */
final class SlowRider extends Rider {
    private static final int RECEIVE_BUFFER = 8 * 1024;

    private final int bytesPerSecond;

    SlowRider(
            String clientId,
            Login login,
            byte[] desk,
            String filter,
            int buses,
            Ledger ledger,
            PositionReader reader,
            int bytesPerSecond) {
        super(clientId, login, desk, filter, 0, buses, ledger, reader);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    void configure(SocketChannelConfig config) {
        config.setReceiveBufferSize(RECEIVE_BUFFER);
        config.setAutoRead(false);
        config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(bytesPerSecond).maxMessagesPerRead(1));
    }

    /** Once a second: what has come, as far as it may. */
    void read() {
        var open = channel();
        if (open != null) {
            open.read();
        }
    }
}

package io.bellcord.simulator.bench.door;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Packets;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/** Clients that connect, hear that they are let in, say goodbye and are followed by the next: so many at a time. */
final class ConnectLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final List<Login> logins;
    private final int atOnce;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(64);
    private final ByteBuffer goodbye = direct(Packets.disconnect());
    private long begun;
    private long done;

    /** @param logins used in turn */
    ConnectLoad(int port, List<Login> logins, int atOnce) {
        this.port = port;
        this.logins = logins;
        this.atOnce = atOnce;
    }

    /** How many came and went; one at least, however slow the machine is. */
    long run(Duration time) throws IOException {
        return run(Long.MAX_VALUE, time);
    }

    /** Ends when so many have come and gone, too. */
    long run(long most, Duration time) throws IOException {
        begun = 0;
        done = 0;
        try (var selector = Selector.open()) {
            var deadline = System.nanoTime() + time.toNanos();
            // One at least, however slow the machine: without any there is no figure.
            while (done < most && (System.nanoTime() < deadline || isFirstAwaited(deadline))) {
                while (begun - done < atOnce && begun < most) {
                    begin(selector);
                }
                selector.select(this::proceed, 100);
            }
            for (var key : selector.keys()) {
                key.channel().close();
            }
        }
        return done;
    }

    private boolean isFirstAwaited(long deadline) {
        return done == 0 && System.nanoTime() < deadline + PATIENCE.toNanos();
    }

    private void begin(Selector selector) throws IOException {
        var number = begun++;
        var channel = Sockets.open(Sockets.address(port, number));
        var connect = ByteBuffer.wrap(Packets.connect("c" + number, logins.get((int) (number % logins.size()))));
        channel.register(selector, SelectionKey.OP_CONNECT, connect);
    }

    private void proceed(SelectionKey key) {
        var channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                channel.write((ByteBuffer) key.attachment()); // fits in any socket's buffer
                key.interestOps(SelectionKey.OP_READ);
            } else {
                hear(channel);
            }
        } catch (IOException e) {
            throw new BenchFailed("a connection failed: " + e);
        }
    }

    private void hear(SocketChannel channel) throws IOException {
        answer.clear();
        var bytes = channel.read(answer);
        if (bytes != Packets.CONNACK_BYTES || answer.get(3) != 0) {
            throw new BenchFailed("a client was not let in: "
                    + (bytes == Packets.CONNACK_BYTES ? "code " + answer.get(3) : bytes + " bytes of CONNACK"));
        }
        goodbye.rewind();
        channel.write(goodbye);
        channel.close();
        done++;
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}

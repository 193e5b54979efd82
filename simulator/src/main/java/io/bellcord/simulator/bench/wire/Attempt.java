package io.bellcord.simulator.bench.wire;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One CONNECT that is waited for. */
public final class Attempt {
    private Attempt() {}

    public static boolean isLetIn(int port, Login login) {
        try (var _ = connected(Sockets.address(port, 0), "attempt-" + System.nanoTime(), login)) {
            return true;
        } catch (BenchFailed _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A channel that blocks, after its CONNACK; throws if that says no. */
    public static SocketChannel connected(InetSocketAddress address, String clientId, Login login) throws IOException {
        var channel = SocketChannel.open(address);
        channel.socket().setTcpNoDelay(true);
        channel.write(ByteBuffer.wrap(Packets.connect(clientId, login)));
        var answer = ByteBuffer.allocate(Packets.CONNACK_BYTES);
        while (answer.hasRemaining() && channel.read(answer) >= 0) {}
        if (answer.hasRemaining() || answer.get(3) != 0) {
            channel.close();
            throw new BenchFailed("not let in: " + login);
        }
        return channel;
    }
}

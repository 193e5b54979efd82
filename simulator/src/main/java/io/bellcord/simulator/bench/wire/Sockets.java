package io.bellcord.simulator.bench.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/** Sockets to this machine. */
public final class Sockets {
    /**
     * Linux has all of 127.0.0.0/8. Connecting to several of them in turn leaves ports enough, as a closed connection
     * keeps its pair of ports for a minute.
     */
    private static final int ADDRESSES =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux") ? 100 : 1;

    private Sockets() {}

    public static InetSocketAddress address(int port, long number) {
        return new InetSocketAddress("127.0.0." + (1 + number % ADDRESSES), port);
    }

    /** Connected, or about to be. */
    public static SocketChannel open(InetSocketAddress address) throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        return channel;
    }

    public static boolean accepts(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package io.bellcord.simulator.chaos.load;

import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Packets;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One MQTT 3.1.1 connection that blocks; read by one thread. */
final class Line implements AutoCloseable {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int KEEP_ALIVE_SECONDS = 600; // longer than any hang

    private final Socket socket;
    private final DataInputStream in;

    /**
     * What came.
     *
     * @param head its first byte: type and flags
     */
    record Packet(int head, byte[] body) {
        int type() {
            return head >> 4;
        }
    }

    private Line(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16 * 1024));
    }

    /** Returns once it is let in. */
    static Line open(InetSocketAddress address, String clientId, Login login) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            var line = new Line(socket);
            line.send(Packets.connect(clientId, login, KEEP_ALIVE_SECONDS));
            var answer = line.read();
            if (answer.type() != 2 || answer.body()[1] != 0) {
                throw new IOException("not let in, code " + answer.body()[1]);
            }
            socket.setSoTimeout(0);
            return line;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    synchronized void send(byte[] packet) throws IOException {
        socket.getOutputStream().write(packet);
    }

    Packet read() throws IOException {
        var head = in.readUnsignedByte();
        var length = 0;
        var shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while (digit >= 0x80);
        return new Packet(head, in.readNBytes(length));
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone in any case
        }
    }
}

package io.bellcord.broker.testing;

import io.bellcord.broker.Broker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;

/** Sends what it is given over TCP, TLS or WebSocket, well or badly, and leaves as it likes. */
public final class RudeClient {
    private static final int PATIENCE_MILLIS = 50;
    private static final String HANDSHAKE = """
            GET /mqtt HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: mqtt\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    private final Broker broker;
    private final RandomGenerator random;
    private final SSLSocketFactory tls = TestTls.client().getSocketFactory();

    public RudeClient(Broker broker, RandomGenerator random) {
        this.broker = broker;
        this.random = random;
    }

    /** One connection from its beginning to its end; returns how many of the packets were sent before the peer closed. */
    public int say(List<byte[]> packets) {
        int door = random.nextInt(8);
        boolean framed = door < 2;
        int sent = 0;
        try (Socket socket = door == 2 ? overTls() : connect(framed ? broker.webSocket() : broker.mqtt())) {
            if (framed) {
                shakeHands(socket);
            }
            for (byte[] packet : packets) {
                write(socket.getOutputStream(), framed ? frame(packet) : packet);
                sent++;
            }
            leave(socket);
        } catch (IOException e) {
            // Closed by the peer, as it should where the packets are wrong.
        }
        return sent;
    }

    private static Socket connect(InetSocketAddress to) throws IOException {
        Socket socket = new Socket(to.getHostString(), to.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Socket overTls() throws IOException {
        InetSocketAddress to = broker.mqttTls().orElseThrow();
        return tls.createSocket(connect(to), to.getHostString(), to.getPort(), true);
    }

    private void shakeHands(Socket socket) throws IOException {
        byte[] handshake = HANDSHAKE.getBytes(StandardCharsets.US_ASCII);
        if (random.nextInt(10) == 0) {
            handshake[random.nextInt(handshake.length)] ^= (byte) (1 << random.nextInt(7));
        }
        socket.getOutputStream().write(handshake);
        if (random.nextInt(10) != 0) {
            socket.getInputStream().read(new byte[512]);
        }
    }

    /** RFC 6455, 5.2: final, binary, masked. Sometimes it lies about one of these, or about its length. */
    private byte[] frame(byte[] packet) {
        var frame = new ByteArrayOutputStream();
        boolean lies = random.nextInt(20) == 0;
        frame.write(lies ? random.nextInt(256) : 0x82);
        if (packet.length < 126) {
            frame.write(0x80 | packet.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(packet.length >> 8);
            frame.write(packet.length);
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        frame.writeBytes(mask);
        for (int i = 0; i < packet.length; i++) {
            frame.write(packet[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    private void write(OutputStream out, byte[] bytes) throws IOException {
        if (bytes.length > 1 && random.nextInt(10) == 0) { // in dribs and drabs
            int cut = random.nextInt(1, bytes.length);
            out.write(bytes, 0, cut);
            out.flush();
            LockSupport.parkNanos(random.nextInt(5_000_000));
            out.write(bytes, cut, bytes.length - cut);
        } else {
            out.write(bytes);
        }
    }

    private void leave(Socket socket) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> reset(socket);
            case 1 -> {
                socket.shutdownOutput();
                readSome(socket.getInputStream());
            }
            case 2 -> readSome(socket.getInputStream());
            default -> {} // closes with everything unread
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    private static void readSome(InputStream in) throws IOException {
        byte[] some = new byte[4096];
        int read = in.read(some);
        for (int i = 0; i < 10 && read >= 0; i++) {
            read = in.read(some);
        }
    }
}

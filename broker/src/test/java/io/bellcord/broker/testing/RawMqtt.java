package io.bellcord.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A socket that speaks MQTT by the byte, so that what no client library would send can be sent. */
public final class RawMqtt implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket tcp;
    private final InputStream in;
    private final OutputStream out;

    /**
     * A packet as it came.
     *
     * @param head the first byte: type and flags
     */
    public record Packet(int head, byte[] body) {
        public int type() {
            return head >> 4;
        }

        @Override
        public String toString() {
            return "%02x %s".formatted(head, HexFormat.of().formatHex(body));
        }
    }

    /** What is put over TCP. */
    @FunctionalInterface
    private interface Layer {
        Socket over(Socket tcp) throws IOException;
    }

    private RawMqtt(InetSocketAddress address, Layer layer) {
        try {
            tcp = new Socket(address.getHostString(), address.getPort());
            tcp.setSoTimeout(PATIENCE_MILLIS);
            tcp.setTcpNoDelay(true);
            Socket layered = layer.over(tcp);
            in = layered.getInputStream();
            out = layered.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawMqtt(RawMqtt carrier, InputStream in, OutputStream out) {
        this.tcp = carrier.tcp;
        this.in = in;
        this.out = out;
    }

    /** The same socket, once it has become a WebSocket that carries MQTT at this path. */
    public RawMqtt upgraded(String path) {
        try {
            WebSocketWire.shakeHands(in, out, path);
            return new RawMqtt(this, WebSocketWire.reading(in), WebSocketWire.writing(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawMqtt(InetSocketAddress address) {
        this(address, tcp -> tcp);
    }

    public static RawMqtt webSocket(InetSocketAddress address) {
        return new RawMqtt(address).upgraded("/mqtt");
    }

    /** Over TLS, once its handshake is done. */
    public static RawMqtt tls(InetSocketAddress address, SSLContext client) {
        return new RawMqtt(address, tcp -> handshake(tcp, client));
    }

    public static RawMqtt secureWebSocket(InetSocketAddress address, SSLContext client) {
        return tls(address, client).upgraded("/mqtt");
    }

    private static Socket handshake(Socket tcp, SSLContext client) throws IOException {
        var tls = (SSLSocket)
                client.getSocketFactory().createSocket(tcp, tcp.getInetAddress().getHostAddress(), tcp.getPort(), true);
        tls.startHandshake();
        return tls;
    }

    public RawMqtt send(byte[]... packets) {
        try {
            out.write(concat(packets));
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet; throws an {@link UncheckedIOException} of an {@link EOFException} when the peer has closed. */
    public Packet read() {
        try {
            int head = readByte(in);
            int length = 0;
            int digit;
            int shift = 0;
            do {
                digit = readByte(in);
                length |= (digit & 0x7F) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            return new Packet(head, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something has come that was not read. */
    public boolean hasMore() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes, as text. */
    public String readText(int length) {
        try {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A head of HTTP, as far as its empty line. */
    public String readHttpHead() {
        try {
            return WebSocketWire.readHead(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the next short WebSocket frame of the peer carries. */
    public byte[] readFrame() {
        try {
            readByte(in);
            return in.readNBytes(readByte(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the peer closes, after whatever it still sends. */
    public boolean isClosedByPeer() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException | SSLException e) {
            return true; // reset, or without TLS's goodbye
        } catch (IOException e) {
            return false; // still open after all the patience we have
        }
    }

    /** Sends no more and still listens: half a close. */
    public RawMqtt endOutput() {
        try {
            tcp.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends without a word: a TCP reset, as of a phone that has lost its network. */
    public void reset() {
        try {
            tcp.setOption(StandardSocketOptions.SO_LINGER, 0);
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CONNECT of MQTT 3.1.1 with a clean session and a keep alive of a minute. */
    public static byte[] connect(String clientId, String username, String password) {
        return packet(0x10, text("MQTT"), bytes(4, 0xC2, 0, 60), text(clientId), text(username), text(password));
    }

    /** CONNECT of MQTT 5. */
    public static byte[] connect5(String clientId, String username, String password) {
        return packet(0x10, text("MQTT"), bytes(5, 0xC2, 0, 60, 0), text(clientId), text(username), text(password));
    }

    public static byte[] subscribe(int packetId, String filter) {
        return packet(0x82, bytes(packetId >> 8, packetId), text(filter), bytes(0));
    }

    public static byte[] unsubscribe(int packetId, String filter) {
        return packet(0xA2, bytes(packetId >> 8, packetId), text(filter));
    }

    /** PUBLISH of MQTT 3.1.1 at QoS 1. */
    public static byte[] publish(int packetId, String topic, String payload) {
        return packet(0x32, text(topic), bytes(packetId >> 8, packetId), payload.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] pubAck(int packetId) {
        return packet(0x40, bytes(packetId >> 8, packetId));
    }

    public static byte[] ping() {
        return bytes(0xC0, 0);
    }

    public static byte[] disconnect() {
        return bytes(0xE0, 0);
    }

    public static byte[] packet(int head, byte[]... parts) {
        byte[] body = concat(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        int rest = body.length;
        do {
            int digit = rest & 0x7F;
            rest >>>= 7;
            out.write(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    public static byte[] text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return concat(bytes(utf8.length >> 8, utf8.length), utf8);
    }

    public static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** The same bytes over and over. */
    public static byte[] times(int times, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static int readByte(InputStream in) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the peer has closed");
        }
        return value;
    }
}

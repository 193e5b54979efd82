package io.bellcord.broker.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** WebSocket by the byte (RFC 6455): its handshake, and bytes as binary frames. */
public final class WebSocketWire {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;

    /** The first byte's flags: the last frame of a message; compressed, where that was agreed on. */
    public static final int FIN = 0x80;

    public static final int RSV1 = 0x40;

    private static final int MASKED = 0x80;
    private static final int SHORTEST_LONG = 126;
    private static final int SHORTEST_LONGER = 1 << 16;

    private WebSocketWire() {}

    /** The request that asks for a WebSocket of the MQTT subprotocol, with more headers if there are any. */
    public static byte[] upgrade(String path, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + more
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public static String subprotocol(String name) {
        return "Sec-WebSocket-Protocol: " + name;
    }

    /** A frame of a client: masked, with zeros, so that what is sent can be read. */
    public static byte[] frame(int head, byte[] payload) {
        int n = payload.length;
        byte[] length;
        if (n < SHORTEST_LONG) {
            length = RawMqtt.bytes(MASKED | n);
        } else if (n < SHORTEST_LONGER) {
            length = RawMqtt.bytes(MASKED | SHORTEST_LONG, n >> 8, n);
        } else {
            length = RawMqtt.bytes(MASKED | 127, 0, 0, 0, 0, n >> 24, n >> 16, n >> 8, n);
        }
        return RawMqtt.concat(RawMqtt.bytes(head), length, new byte[4], payload);
    }

    static void shakeHands(InputStream in, OutputStream out, String path) throws IOException {
        out.write(upgrade(path, subprotocol("mqtt")));
        String answer = readHead(in);
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded: " + answer);
        }
    }

    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) readByte(in));
        }
        return head.toString();
    }

    static OutputStream writing(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                byte[] payload = new byte[length];
                System.arraycopy(bytes, from, payload, 0, length);
                for (int at = 0; at < length; at += SHORTEST_LONGER / 2) {
                    int end = Math.min(length, at + SHORTEST_LONGER / 2);
                    out.write(frame(FIN | BINARY, java.util.Arrays.copyOfRange(payload, at, end)));
                }
            }
        };
    }

    /** What binary frames carry; ends with a close frame. */
    static InputStream reading(InputStream in) {
        return new InputStream() {
            private int left;
            private boolean closed;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int at, int most) throws IOException {
                while (most > 0 && left == 0 && !closed) {
                    nextFrame();
                }
                int got = closed ? -1 : in.read(into, at, Math.min(left, most));
                left -= Math.max(got, 0);
                return got;
            }

            private void nextFrame() throws IOException {
                int head = in.read();
                if (head < 0 || (head & 0x0F) == CLOSE) {
                    closed = true;
                    return;
                }
                int length = readLength();
                if ((head & 0x0F) == BINARY || (head & 0x0F) == CONTINUATION) {
                    left = length;
                } else {
                    in.skipNBytes(length); // a pong
                }
            }

            private int readLength() throws IOException {
                int length = readByte(in);
                int more = length < SHORTEST_LONG ? 0 : length == SHORTEST_LONG ? 2 : 8;
                for (int i = 0; i < more; i++) {
                    length = (i == 0 ? 0 : length << 8) | readByte(in);
                }
                return length;
            }
        };
    }

    private static int readByte(InputStream in) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the peer has closed");
        }
        return value;
    }
}

package io.bellcord.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** A client's WebSocket by the byte (RFC 6455): each write is one binary frame, what is read is the frames' content. */
final class WebSocketFrames {
    private static final int BINARY_AND_FINAL = 0x82;
    private static final int MASKED = 0x80;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final DataInputStream in;
    private final OutputStream out;

    /** Asks for the upgrade to MQTT, at the path {@code /mqtt}, and waits for it. */
    WebSocketFrames(InputStream in, OutputStream out) throws IOException {
        this.in = new DataInputStream(in);
        this.out = out;
        out.write("""
                GET /mqtt HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Protocol: mqtt\r
                Sec-WebSocket-Version: 13\r
                \r
                """.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String answer = header();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new ProtocolException(answer);
        }
    }

    private String header() throws IOException {
        var header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            header.append((char) in.readUnsignedByte());
        }
        return header.toString();
    }

    OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(frame(bytes, from, length));
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    private static byte[] frame(byte[] bytes, int from, int length) {
        var frame = new ByteArrayOutputStream();
        frame.write(BINARY_AND_FINAL);
        if (length < 126) {
            frame.write(MASKED | length);
        } else if (length < 1 << 16) {
            frame.writeBytes(new byte[] {(byte) (MASKED | 126), (byte) (length >> 8), (byte) length});
        } else {
            frame.writeBytes(new byte[] {(byte) (MASKED | 127), 0, 0, 0, 0});
            frame.writeBytes(
                    new byte[] {(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length});
        }
        frame.writeBytes(new byte[4]); // a mask of zeros changes nothing
        frame.write(bytes, from, length);
        return frame.toByteArray();
    }

    InputStream in() {
        return new InputStream() {
            private long left;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                while (left == 0 && length > 0) {
                    left = nextFrame();
                }
                int read = left < 0 ? -1 : in.read(bytes, from, (int) Math.min(left, length));
                left -= Math.max(read, 0);
                return read;
            }
        };
    }

    /** How many bytes of data come now; -1 at the end. */
    private long nextFrame() throws IOException {
        int head = in.read();
        if (head < 0) {
            return -1;
        }
        long length = length(in.readUnsignedByte());
        int kind = head & 0x0F;
        if (kind == CLOSE) {
            return -1;
        }
        if (kind >= PING) {
            in.skipNBytes(length);
            return 0;
        }
        return length;
    }

    private long length(int second) throws IOException {
        if ((second & MASKED) != 0) {
            throw new EOFException("a server does not mask");
        }
        return switch (second) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> second;
        };
    }
}

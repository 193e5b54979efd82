package io.bellcord.simulator.bench.wire;

import io.bellcord.simulator.bench.BenchFailed;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Cuts what one connection receives into MQTT packets, without an object for each. */
public final class FrameReader {
    private static final byte[] NOTHING = {};

    /** Takes packets. */
    @FunctionalInterface
    public interface Frames {
        /**
         * One packet. The bytes are only lent.
         *
         * @param head its first byte: type and flags
         * @param from where what follows the remaining length begins
         * @param to where it ends
         */
        void frame(int head, byte[] bytes, int from, int to);
    }

    private byte[] rest = NOTHING; // of a packet that has begun
    private int restLength;
    private int body; // where that of the packet begins that was looked at last

    /**
     * Hands over each packet that is complete now.
     *
     * @param desk to work on, which connections of one thread may share; no packet may be longer
     */
    public void read(ByteBuf in, byte[] desk, Frames to) {
        while (in.isReadable()) {
            System.arraycopy(rest, 0, desk, 0, restLength);
            var more = Math.min(in.readableBytes(), desk.length - restLength);
            if (more == 0) {
                throw new BenchFailed("a packet is longer than " + desk.length + " bytes");
            }
            in.readBytes(desk, restLength, more);
            var end = restLength + more;
            keep(desk, cut(desk, end, to), end);
        }
    }

    private int cut(byte[] bytes, int end, Frames to) {
        var at = 0;
        while (true) {
            var next = endOfPacket(bytes, at, end);
            if (next < 0 || next > end) {
                return at;
            }
            to.frame(bytes[at] & 0xFF, bytes, body, next);
            at = next;
        }
    }

    /** Where the packet ends that begins there; -1 when that cannot be told yet. */
    private int endOfPacket(byte[] bytes, int at, int end) {
        var length = 0;
        for (var i = 0; i < 4; i++) {
            var position = at + 1 + i;
            if (position >= end) {
                return -1;
            }
            length |= (bytes[position] & 0x7F) << (7 * i);
            if (bytes[position] >= 0) {
                body = position + 1;
                return body + length;
            }
        }
        throw new BenchFailed("a packet has a remaining length of more than four bytes");
    }

    private void keep(byte[] desk, int from, int end) {
        restLength = end - from;
        if (restLength > rest.length) {
            rest = Arrays.copyOfRange(desk, from, end);
        } else {
            System.arraycopy(desk, from, rest, 0, restLength);
        }
    }
}

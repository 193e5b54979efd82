package io.bellcord.broker.feed.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** Builds one frame: PUBLISH packets at QoS 0, one after the other (MQTT 3.1.1, 3.3 and MQTT 5.0, 3.3). */
public final class FrameBuilder {
    private static final int PUBLISH = 0x30;
    private static final int RETAIN = 0x01;
    /** RFC 6455, 5.2: a final frame of binary data, which a server sends unmasked. */
    private static final int BINARY = 0x82;

    private static final int SHORT_LENGTH = 125;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;
    /** Of a WebSocket frame, unless one packet is larger: the smallest buffer that libraries are known to begin with. */
    private static final int LARGEST_WEBSOCKET_FRAME = 8 * 1024;

    private final WireForm form;
    private final int largestPacket;
    private final boolean retain;
    private final List<Packet> packets = new ArrayList<>();
    private int bytes;

    /**
     * @param largestPacket that the client takes, in bytes; a larger one is left out (MQTT 5.0, 3.1.2-25)
     * @param retain whether the retain flag is set: they belong to a snapshot
     */
    public FrameBuilder(WireForm form, int largestPacket, boolean retain) {
        this.form = form;
        this.largestPacket = largestPacket;
        this.retain = retain;
    }

    public void add(Packet packet) {
        int size = sizeOf(packet);
        if (size <= largestPacket) {
            packets.add(packet);
            bytes += size;
        }
    }

    /** How many packets there are. */
    public int count() {
        return packets.size();
    }

    /** How large the packets are together, in bytes. */
    public int bytes() {
        return bytes;
    }

    /**
     * The frame. It has room for nothing more: whoever shares it must not be able to write behind it, and Netty's
     * TLS does where there is room.
     */
    public ByteBuf build(ByteBufAllocator allocator) {
        int size = form.isWebSocket() ? webSocketSize() : bytes;
        ByteBuf frame = allocator.directBuffer(size, size);
        int next = 0;
        while (next < packets.size()) {
            int end = form.isWebSocket() ? endOfWebSocketFrame(next) : packets.size();
            if (form.isWebSocket()) {
                writeWebSocketHeader(frame, sizeOf(next, end));
            }
            packets.subList(next, end).forEach(packet -> write(frame, packet));
            next = end;
        }
        return frame;
    }

    private int webSocketSize() {
        int size = 0;
        int next = 0;
        while (next < packets.size()) {
            int end = endOfWebSocketFrame(next);
            int payload = sizeOf(next, end);
            size += webSocketHeaderSize(payload) + payload;
            next = end;
        }
        return size;
    }

    private int endOfWebSocketFrame(int begin) {
        int end = begin + 1;
        int size = sizeOf(packets.get(begin));
        while (end < packets.size() && size + sizeOf(packets.get(end)) <= LARGEST_WEBSOCKET_FRAME) {
            size += sizeOf(packets.get(end));
            end++;
        }
        return end;
    }

    private int sizeOf(int begin, int end) {
        int size = 0;
        for (int i = begin; i < end; i++) {
            size += sizeOf(packets.get(i));
        }
        return size;
    }

    private static int webSocketHeaderSize(int payload) {
        if (payload <= SHORT_LENGTH) {
            return 2;
        }
        return payload <= 0xFFFF ? 4 : 10;
    }

    private static void writeWebSocketHeader(ByteBuf frame, int payload) {
        frame.writeByte(BINARY);
        if (payload <= SHORT_LENGTH) {
            frame.writeByte(payload);
        } else if (payload <= 0xFFFF) {
            frame.writeByte(LENGTH_IN_TWO_BYTES).writeShort(payload);
        } else {
            frame.writeByte(LENGTH_IN_EIGHT_BYTES).writeLong(payload);
        }
    }

    private int sizeOf(Packet packet) {
        int remaining = remainingLength(packet);
        int digits = remaining < 1 << 7 ? 1 : remaining < 1 << 14 ? 2 : remaining < 1 << 21 ? 3 : 4;
        return 1 + digits + remaining;
    }

    private int remainingLength(Packet packet) {
        return 2 + packet.topic().length + (form.isMqtt5() ? 1 : 0) + packet.payload().length;
    }

    private void write(ByteBuf frame, Packet packet) {
        frame.writeByte(retain ? PUBLISH | RETAIN : PUBLISH);
        writeLength(frame, remainingLength(packet));
        frame.writeShort(packet.topic().length).writeBytes(packet.topic());
        if (form.isMqtt5()) {
            frame.writeByte(0); // no properties
        }
        frame.writeBytes(packet.payload());
    }

    /** MQTT 5.0, 1.5.5: seven bits a byte, least significant first. */
    private static void writeLength(ByteBuf frame, int length) {
        int rest = length;
        do {
            int digit = rest & 0x7F;
            rest >>>= 7;
            frame.writeByte(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
    }
}

package io.bellcord.broker.feed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** PUBLISH packets at QoS 0, as bytes: MQTT 3.1.1, 3.3 and MQTT 5.0, 3.3. */
final class Frames {
    private static final int PUBLISH = 0x30;
    private static final int RETAIN = 0x01;
    private static final int LONGEST_HEADER = 5;

    private Frames() {}

    static ByteBuf publish(ByteBufAllocator allocator, String topic, byte[] payload, boolean mqtt5, boolean retain) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        int length = 2 + name.length + (mqtt5 ? 1 : 0) + payload.length;
        ByteBuf frame = allocator.directBuffer(LONGEST_HEADER + length);
        frame.writeByte(retain ? PUBLISH | RETAIN : PUBLISH);
        writeLength(frame, length);
        frame.writeShort(name.length).writeBytes(name);
        if (mqtt5) {
            frame.writeByte(0); // no properties
        }
        return frame.writeBytes(payload);
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

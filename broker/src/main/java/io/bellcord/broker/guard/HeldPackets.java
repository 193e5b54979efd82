package io.bellcord.broker.guard;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a client has sent before it is up (MQTT 3.1.1, 3.1.4 allows it to), up to a bound. Confined to its event loop. */
final class HeldPackets {
    private static final int MOST = 256;

    private final int maxBytes;
    private final Queue<MqttMessage> packets = new ArrayDeque<>();
    private long bytes;

    HeldPackets(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** False where it is one too many, which is released. */
    boolean add(MqttMessage packet) {
        bytes += packet.fixedHeader().remainingLength();
        if (packets.size() == MOST || bytes > maxBytes) {
            ReferenceCountUtil.release(packet);
            return false;
        }
        return packets.add(packet);
    }

    /** The oldest, which is the caller's to release; null when there is none. */
    @Nullable
    MqttMessage poll() {
        return packets.poll();
    }

    void release() {
        packets.forEach(ReferenceCountUtil::release);
        packets.clear();
    }
}

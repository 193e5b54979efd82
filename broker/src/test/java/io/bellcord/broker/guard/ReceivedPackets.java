package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client received, read as a client of its version reads it. */
record ReceivedPackets(MqttVersion version, @Nullable Grant granted) {
    private static final Set<MqttMessageType> FROM_SERVERS = EnumSet.of(
            MqttMessageType.CONNACK,
            MqttMessageType.PUBLISH,
            MqttMessageType.PUBACK,
            MqttMessageType.PUBREC,
            MqttMessageType.PUBCOMP,
            MqttMessageType.SUBACK,
            MqttMessageType.UNSUBACK,
            MqttMessageType.PINGRESP,
            MqttMessageType.DISCONNECT);

    List<String> faults(byte[] bytes) {
        List<String> faults = new ArrayList<>();
        EmbeddedChannel client = new EmbeddedChannel(new MqttDecoder(Integer.MAX_VALUE));
        client.attr(AttributeKey.<MqttVersion>valueOf("NETTY_CODEC_MQTT_VERSION"))
                .set(version);
        client.writeInbound(Unpooled.wrappedBuffer(bytes));
        int packets = 0;
        for (Object packet = client.readInbound(); packet != null; packet = client.readInbound()) {
            MqttMessage message = (MqttMessage) packet;
            check(message, packets++ == 0, faults);
            ReferenceCountUtil.release(packet);
        }
        if (lengthOfWholePackets(bytes) != bytes.length) {
            faults.add("received half a packet");
        }
        client.finishAndReleaseAll();
        return faults;
    }

    private void check(MqttMessage message, boolean first, List<String> faults) {
        if (message.decoderResult().isFailure()) {
            faults.add("received what is no MQTT " + version + ": "
                    + message.decoderResult().cause());
            return;
        }
        MqttMessageType type = message.fixedHeader().messageType();
        if (!FROM_SERVERS.contains(type) || first != (type == MqttMessageType.CONNACK)) {
            faults.add("received " + type + (first ? " first" : ""));
        }
        if (type == MqttMessageType.DISCONNECT && version != MqttVersion.MQTT_5) {
            faults.add("received DISCONNECT over " + version);
        }
        if (message instanceof MqttPublishMessage publish) {
            checkPublish(publish, faults);
        }
    }

    private void checkPublish(MqttPublishMessage publish, List<String> faults) {
        String topic = publish.variableHeader().topicName();
        String own = granted == null ? "nobody's" : granted.provider() + "/";
        boolean isOwn = topic.startsWith("bus/" + own) || topic.startsWith("route/" + own);
        if (!isOwn || publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
            faults.add("received " + topic + " of " + publish.fixedHeader());
        }
    }

    private static int lengthOfWholePackets(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = 0;
            int shift = 0;
            int next = at + 1;
            int digit;
            do {
                if (next >= bytes.length) {
                    return at;
                }
                digit = bytes[next++];
                length |= (digit & 0x7F) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            if (next + length > bytes.length) {
                return at;
            }
            at = next + length;
        }
        return at;
    }
}

package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Presented;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's CONNECT, and what of it is let through to Moquette.
 *
 * @param certificates what the client showed in TLS, its own first
 */
record Connect(MqttConnectMessage message, List<X509Certificate> certificates) {
    /** Ample for a device's serial number and a phone's random id; MQTT 3.1.1 asks for 23 (3.1.3-5). */
    private static final int LONGEST_CLIENT_ID = 256;

    private static final int MQTT_5 = 5;

    /** What the client wants published when its connection ends without DISCONNECT. */
    record Will(String topicName, byte[] payload) {}

    Replies replies() {
        return new Replies(isMqtt5(), number(MqttPropertyType.REQUEST_PROBLEM_INFORMATION, 1) == 1);
    }

    boolean isMqtt5() {
        return protocol() == MQTT_5;
    }

    /** 3 for MQTT 3.1, 4 for 3.1.1, 5. */
    int protocol() {
        return message.variableHeader().version();
    }

    boolean isCleanSession() {
        return message.variableHeader().isCleanSession();
    }

    String clientId() {
        String id = message.payload().clientIdentifier();
        return id == null ? "" : id;
    }

    /** MQTT 3.1.1, 3.1.3-8: a client without an identifier must ask for a clean session. */
    boolean hasUsableClientId() {
        boolean mayBeEmpty = isMqtt5() || message.variableHeader().isCleanSession();
        return clientId().length() <= LONGEST_CLIENT_ID
                && (mayBeEmpty || !clientId().isEmpty());
    }

    /** MQTT 3.1.1, 3.1.2-14: there is no QoS 3. */
    boolean isMalformed() {
        return message.variableHeader().willQos() > MqttQoS.EXACTLY_ONCE.value();
    }

    /** MQTT 5.0, 3.1.2.11.3 and 3.1.2.11.4: zero is a protocol error for these; empty where all is well. */
    Optional<String> protocolError() {
        if (number(MqttPropertyType.RECEIVE_MAXIMUM, 1) == 0) {
            return Optional.of("Receive Maximum must not be 0");
        }
        return number(MqttPropertyType.MAXIMUM_PACKET_SIZE, 1) == 0
                ? Optional.of("Maximum Packet Size must not be 0")
                : Optional.empty();
    }

    /** As the client asks for it; zero for none. */
    Duration keepAlive() {
        return Duration.ofSeconds(message.variableHeader().keepAliveTimeSeconds());
    }

    /**
     * The keep alive that the client is held to: a connection whose other end has vanished must end some day.
     *
     * @param longest zero for any, and none
     */
    Duration keepAlive(Duration longest) {
        boolean tooLong = keepAlive().isZero() || keepAlive().compareTo(longest) > 0;
        return tooLong && !longest.isZero() ? longest : keepAlive();
    }

    boolean asksForEnhancedAuthentication() {
        return property(MqttPropertyType.AUTHENTICATION_METHOD) != null;
    }

    Presented presented() {
        return new Presented(message.payload().userName(), message.payload().passwordInBytes(), certificates);
    }

    Optional<Will> will() {
        MqttConnectPayload payload = message.payload();
        byte[] will = payload.willMessageInBytes();
        return message.variableHeader().isWillFlag() && payload.willTopic() != null
                ? Optional.of(new Will(payload.willTopic(), will == null ? new byte[0] : will))
                : Optional.empty();
    }

    /** The largest packet the client takes, in bytes (MQTT 5.0, 3.1.2.11.4). */
    int maximumPacketSize() {
        int asked = number(MqttPropertyType.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE);
        return asked < 0 ? Integer.MAX_VALUE : asked; // four unsigned bytes on the wire
    }

    /**
     * What Moquette gets: a clean session under an id of ours, no will, no password, no properties. So none of its
     * stores ever holds anything of a client.
     */
    MqttConnectMessage forMoquette(String connectionId, String provider, Duration keepAlive) {
        MqttConnectVariableHeader asked = message.variableHeader();
        MqttFixedHeader fixed = new MqttFixedHeader(MqttMessageType.CONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0);
        MqttConnectVariableHeader variable = new MqttConnectVariableHeader(
                asked.name(),
                asked.version(),
                true,
                false,
                false,
                0,
                false,
                true,
                (int) keepAlive.toSeconds(),
                MqttProperties.NO_PROPERTIES);
        MqttConnectPayload payload = new MqttConnectPayload(
                connectionId, MqttProperties.NO_PROPERTIES, null, (byte[]) null, provider, (byte[]) null);
        return new MqttConnectMessage(fixed, variable, payload);
    }

    private int number(MqttPropertyType type, int otherwise) {
        return property(type) instanceof MqttProperties.IntegerProperty found ? found.value() : otherwise;
    }

    private MqttProperties.@Nullable MqttProperty<?> property(MqttPropertyType type) {
        return message.variableHeader().properties().getProperty(type.value());
    }
}

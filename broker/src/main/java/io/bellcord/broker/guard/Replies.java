package io.bellcord.broker.guard;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubComp;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The packets that we write ourselves, in the client's version of MQTT.
 *
 * @param reasons whether reason strings may stand in answers: MQTT 5 clients can decline them (3.1.2.11.7)
 */
record Replies(boolean mqtt5, boolean reasons) {
    /** MQTT 3.1.1, 3.9.3: the only failure its SUBACK knows. */
    private static final int SUBACK_FAILURE = 0x80;

    MqttConnAckMessage refused(Refusal refusal, String message) {
        MqttConnectReturnCode code = mqtt5 ? refusal.mqtt5() : refusal.mqtt3();
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, false, reason(message)));
    }

    /**
     * The CONNACK of a client that is let in. MQTT 5 clients are told what is served: no session outlives its
     * connection, no shared subscriptions, no subscription identifiers (MQTT 5.0, 3.2.2.3).
     *
     * @param serverKeepAlive where the client must keep another one than it asked for (3.2.2.3.14)
     */
    MqttConnAckMessage accepted(
            @Nullable String assignedClientId,
            Optional<Duration> serverKeepAlive,
            int maxPacketBytes,
            int receiveMaximum) {
        MqttProperties properties = new MqttProperties();
        if (mqtt5) {
            properties.add(number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0));
            properties.add(number(MqttPropertyType.RECEIVE_MAXIMUM, receiveMaximum));
            properties.add(number(MqttPropertyType.MAXIMUM_PACKET_SIZE, maxPacketBytes));
            properties.add(number(MqttPropertyType.TOPIC_ALIAS_MAXIMUM, TopicAliases.MAXIMUM));
            properties.add(number(MqttPropertyType.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0));
            properties.add(number(MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE, 0));
            serverKeepAlive.ifPresent(
                    time -> properties.add(number(MqttPropertyType.SERVER_KEEP_ALIVE, (int) time.toSeconds())));
            if (assignedClientId != null) {
                properties.add(
                        new StringProperty(MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value(), assignedClientId));
            }
        }
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK),
                new MqttConnAckVariableHeader(MqttConnectReturnCode.CONNECTION_ACCEPTED, false, properties));
    }

    /**
     * @param codes MQTT 5 reason codes, one per topic filter; below 0x80 is the QoS granted
     * @param message why all were refused, where the codes do not say
     */
    MqttSubAckMessage subscribed(int packetId, List<Integer> codes, Optional<String> message) {
        List<Integer> known = mqtt5
                ? codes
                : codes.stream()
                        .map(code -> code >= SUBACK_FAILURE ? SUBACK_FAILURE : code)
                        .toList();
        MqttProperties properties =
                message.filter(_ -> reasons).map(Replies::reason).orElse(MqttProperties.NO_PROPERTIES);
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK), withId(packetId, properties), new MqttSubAckPayload(known));
    }

    MqttUnsubAckMessage unsubscribed(int packetId, List<Short> codes) {
        MqttUnsubAckPayload payload = mqtt5 ? new MqttUnsubAckPayload(codes) : null;
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK), withId(packetId, MqttProperties.NO_PROPERTIES), payload);
    }

    /**
     * Answers a PUBLISH that goes no further. MQTT 3.1.1 has no way to say no, and a client without an answer waits for
     * ever, so it gets a plain acknowledgement (3.3.5).
     *
     * @param type PUBACK for QoS 1, PUBREC for QoS 2
     */
    MqttMessage notPublished(MqttMessageType type, int packetId, byte reasonCode, String message) {
        return mqtt5
                ? new MqttPubAckMessage(
                        header(type),
                        new MqttPubReplyMessageVariableHeader(
                                packetId, reasonCode, reasons ? reason(message) : MqttProperties.NO_PROPERTIES))
                : acknowledged(type, packetId);
    }

    /** All is well: no more needs to be said in either version (MQTT 5.0, 3.4.2.1). */
    static MqttMessage acknowledged(MqttMessageType type, int packetId) {
        return new MqttMessage(header(type), MqttMessageIdVariableHeader.from(packetId));
    }

    /** Answers a PUBREL of nothing. */
    MqttMessage nothingReleased(int packetId) {
        return mqtt5
                ? new MqttMessage(
                        header(MqttMessageType.PUBCOMP),
                        new MqttPubReplyMessageVariableHeader(
                                packetId,
                                PubComp.PACKET_IDENTIFIER_NOT_FOUND.byteValue(),
                                MqttProperties.NO_PROPERTIES))
                : acknowledged(MqttMessageType.PUBCOMP, packetId);
    }

    /** MQTT 5's DISCONNECT from the server; MQTT 3.1.1 has none. */
    static MqttMessage disconnect(byte reasonCode, String message) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader(reasonCode, reason(message)));
    }

    private MqttMessageIdVariableHeader withId(int packetId, MqttProperties properties) {
        return mqtt5
                ? new MqttMessageIdAndPropertiesVariableHeader(packetId, properties)
                : MqttMessageIdVariableHeader.from(packetId);
    }

    private static MqttProperties reason(String message) {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttPropertyType.REASON_STRING.value(), message));
        return properties;
    }

    private static IntegerProperty number(MqttPropertyType type, int value) {
        return new IntegerProperty(type.value(), value);
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    /** Why a CONNECT is refused: MQTT 5.0, 3.2.2.2, and the nearest of MQTT 3.1.1, 3.2.2.3. */
    enum Refusal {
        BAD_CREDENTIALS(
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD),
        NOT_AUTHORIZED(
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED),
        CLIENT_ID(
                MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID,
                MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED),
        VERSION(
                MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION,
                MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION),
        PROTOCOL_ERROR( // of MQTT 5 alone
                MqttConnectReturnCode.CONNECTION_REFUSED_PROTOCOL_ERROR,
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
        TOPIC(
                MqttConnectReturnCode.CONNECTION_REFUSED_TOPIC_NAME_INVALID,
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED),
        QUOTA(
                MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED,
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
        RATE(
                MqttConnectReturnCode.CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED,
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
        AUTH_METHOD(
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED),
        STOPPING(
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5,
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE),
        BUSY(
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY,
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);

        private final MqttConnectReturnCode mqtt5;
        private final MqttConnectReturnCode mqtt3;

        Refusal(MqttConnectReturnCode mqtt5, MqttConnectReturnCode mqtt3) {
            this.mqtt5 = mqtt5;
            this.mqtt3 = mqtt3;
        }

        MqttConnectReturnCode mqtt5() {
            return mqtt5;
        }

        MqttConnectReturnCode mqtt3() {
            return mqtt3;
        }
    }
}

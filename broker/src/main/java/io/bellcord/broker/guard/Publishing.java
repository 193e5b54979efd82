package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.auth.TopicAccess;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusKey;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubAck;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Judges one client's publishes, and remembers what that takes. Confined to its event loop. */
final class Publishing {
    /** QoS 2 publishes that may wait for their release. */
    static final int RECEIVE_MAXIMUM = 64;

    /** As Netty's decoder has it at QoS 0. */
    private static final int NO_PACKET_ID = -1;

    /** What becomes of a PUBLISH. */
    sealed interface Judgement {}

    /**
     * Moquette may have it.
     *
     * @param clean what Moquette gets
     * @param answer once that is done
     */
    record Pass(BusKey bus, MqttPublishMessage clean, Optional<MqttMessage> answer) implements Judgement {}

    /** It goes no further, and the client is told so. */
    record Answer(MqttMessage answer) implements Judgement {}

    /** It goes no further, and QoS 0 knows no answer. */
    record Ignore() implements Judgement {}

    /** The client has broken the protocol, or does not stop. */
    record Break(Disconnect reason, String counted, String why) implements Judgement {}

    private final Guard guard;
    private final Grant grant;
    private final Replies replies;
    private final TopicAliases aliases = new TopicAliases();
    private final Publishers.Share share;
    private final Set<Integer> unreleased = new HashSet<>();

    Publishing(Guard guard, Grant grant, Replies replies) {
        this.guard = guard;
        this.grant = grant;
        this.replies = replies;
        share = guard.publishers().join(grant);
    }

    Judgement judge(MqttPublishMessage message) {
        Optional<String> topicName = topicName(message);
        if (topicName.isEmpty()) {
            return new Break(Disconnect.TOPIC_ALIAS_INVALID, "publish", "the topic alias stands for nothing");
        }
        return switch (share.take()) {
            case WITHIN -> judge(message, topicName.get());
            case OVER -> tooOften(message, topicName.get());
            case FAR_OVER -> {
                guard.count("dropped", "too_often");
                yield new Break(Disconnect.MESSAGE_RATE_TOO_HIGH, "too_often", Publishers.TOO_OFTEN);
            }
        };
    }

    private Judgement judge(MqttPublishMessage message, String topicName) {
        if (!guard.limits().packets().topics().allow(topicName)) {
            guard.count("dropped", "topic");
            return answer(
                    message,
                    PubAck.TOPIC_NAME_INVALID,
                    guard.limits().packets().topics().told());
        }
        Optional<BusKey> bus = TopicAccess.publishing(grant, topicName);
        if (bus.isEmpty()) {
            return refuse(message, topicName);
        }
        return message.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE
                ? exactlyOnce(message, bus.get(), topicName)
                : pass(bus.get(), message, topicName);
    }

    /**
     * Moquette leaves out an acknowledgement where the channel is full at that moment, as after a large snapshot, and the client
     * would wait for ever: so it gets all at QoS 0, and we acknowledge.
     */
    private static Pass pass(BusKey bus, MqttPublishMessage message, String topicName) {
        int packetId = message.variableHeader().packetId();
        Optional<MqttMessage> answer = switch (message.fixedHeader().qosLevel()) {
            case AT_LEAST_ONCE -> Optional.of(Replies.acknowledged(MqttMessageType.PUBACK, packetId));
            case EXACTLY_ONCE -> Optional.of(Replies.acknowledged(MqttMessageType.PUBREC, packetId));
            default -> Optional.empty();
        };
        return new Pass(bus, clean(message, topicName), answer);
    }

    private Judgement tooOften(MqttPublishMessage message, String topicName) {
        guard.count("dropped", "too_often");
        TopicAccess.publishing(grant, topicName)
                .ifPresent(bus -> guard.reports().tooOften(bus, Publishers.TOO_OFTEN));
        return waitsForRelease(message)
                ? takenBefore(message)
                : answer(message, PubAck.QUOTA_EXCEEDED, Publishers.TOO_OFTEN);
    }

    void leave() {
        share.leave();
    }

    /** Whether the packet waited for this PUBREL. */
    boolean released(int packetId) {
        return unreleased.remove(packetId);
    }

    private Judgement exactlyOnce(MqttPublishMessage message, BusKey bus, String topicName) {
        if (waitsForRelease(message)) { // sent again
            return takenBefore(message);
        }
        if (unreleased.size() == RECEIVE_MAXIMUM) {
            return new Break(
                    Disconnect.RECEIVE_MAXIMUM_EXCEEDED,
                    "publish",
                    "more than " + RECEIVE_MAXIMUM + " publishes unreleased");
        }
        unreleased.add(message.variableHeader().packetId());
        return pass(bus, message, topicName);
    }

    private boolean waitsForRelease(MqttPublishMessage message) {
        return message.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE
                && unreleased.contains(message.variableHeader().packetId());
    }

    private Answer takenBefore(MqttPublishMessage message) {
        int packetId = message.variableHeader().packetId();
        return new Answer(
                replies.notPublished(MqttMessageType.PUBREC, packetId, PubAck.SUCCESS.byteValue(), "taken before"));
    }

    private Judgement refuse(MqttPublishMessage message, String topicName) {
        String why = Topics.parsePosition(topicName).isPresent()
                ? "this " + grant.role().code() + " may not publish for that bus"
                : "publish to bus/<provider>/<busId>";
        guard.count("dropped", "not_allowed");
        guard.reports().notAllowed(grant.bus().map(own -> new BusKey(grant.provider(), own)), why);
        return answer(message, PubAck.NOT_AUTHORIZED, why);
    }

    private Judgement answer(MqttPublishMessage message, PubAck reason, String why) {
        int packetId = message.variableHeader().packetId();
        byte code = reason.byteValue();
        return switch (message.fixedHeader().qosLevel()) {
            case AT_LEAST_ONCE -> new Answer(replies.notPublished(MqttMessageType.PUBACK, packetId, code, why));
            case EXACTLY_ONCE -> new Answer(replies.notPublished(MqttMessageType.PUBREC, packetId, code, why));
            default -> new Ignore();
        };
    }

    /** The topic name, by way of its alias; Moquette loses count of aliases, so it never sees one. */
    private Optional<String> topicName(MqttPublishMessage message) {
        String written = message.variableHeader().topicName();
        return message.variableHeader().properties().getProperty(MqttPropertyType.TOPIC_ALIAS.value())
                        instanceof MqttProperties.IntegerProperty alias
                ? aliases.resolve(written, alias.value())
                : Optional.of(written);
    }

    /**
     * The same publish without what Moquette would stumble over: no retain flag (the snapshot is what it would be for,
     * and Moquette's store grows for ever), no duplicate flag, no properties, no session's work.
     */
    private static MqttPublishMessage clean(MqttPublishMessage message, String topicName) {
        MqttFixedHeader fixed = message.fixedHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(
                        MqttMessageType.PUBLISH, false, MqttQoS.AT_MOST_ONCE, false, fixed.remainingLength()),
                new MqttPublishVariableHeader(topicName, NO_PACKET_ID, MqttProperties.NO_PROPERTIES),
                message.payload());
    }
}

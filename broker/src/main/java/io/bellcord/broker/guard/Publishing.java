package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
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
    /** QoS 2 publishes that may wait for their release: each holds its payload in Moquette. */
    static final int RECEIVE_MAXIMUM = 64;

    /** What becomes of a PUBLISH. */
    sealed interface Judgement {}

    /** Moquette may have it, as it stands in {@code clean}. */
    record Pass(BusKey bus, MqttPublishMessage clean) implements Judgement {}

    /** It goes no further, and the client is told so. */
    record Answer(MqttMessage answer) implements Judgement {}

    /** It goes no further, and QoS 0 knows no answer. */
    record Ignore() implements Judgement {}

    /** The client has broken the protocol. */
    record Break(Disconnect reason, String why) implements Judgement {}

    private final Guard guard;
    private final Grant grant;
    private final Replies replies;
    private final TopicAliases aliases = new TopicAliases();
    private final Set<Integer> unreleased = new HashSet<>();

    Publishing(Guard guard, Grant grant, Replies replies) {
        this.guard = guard;
        this.grant = grant;
        this.replies = replies;
    }

    Judgement judge(MqttPublishMessage message) {
        Optional<String> topicName = topicName(message);
        if (topicName.isEmpty()) {
            return new Break(Disconnect.TOPIC_ALIAS_INVALID, "the topic alias stands for nothing");
        }
        Optional<BusKey> bus = TopicAccess.publishing(grant, topicName.get());
        if (bus.isEmpty()) {
            return refuse(message, topicName.get());
        }
        if (message.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE) {
            return exactlyOnce(message, bus.get(), topicName.get());
        }
        return new Pass(bus.get(), clean(message, topicName.get()));
    }

    /** Whether the packet waited for this PUBREL. */
    boolean released(int packetId) {
        return unreleased.remove(packetId);
    }

    private Judgement exactlyOnce(MqttPublishMessage message, BusKey bus, String topicName) {
        int packetId = message.variableHeader().packetId();
        if (unreleased.contains(packetId)) { // sent again: Moquette has it
            return new Answer(
                    replies.notPublished(MqttMessageType.PUBREC, packetId, PubAck.SUCCESS.byteValue(), "taken before"));
        }
        if (unreleased.size() == RECEIVE_MAXIMUM) {
            return new Break(
                    Disconnect.RECEIVE_MAXIMUM_EXCEEDED, "more than " + RECEIVE_MAXIMUM + " publishes unreleased");
        }
        unreleased.add(packetId);
        return new Pass(bus, clean(message, topicName));
    }

    private Judgement refuse(MqttPublishMessage message, String topicName) {
        String why = Topics.parsePosition(topicName).isPresent()
                ? "this " + grant.role().code() + " may not publish for that bus"
                : "publish to bus/<provider>/<busId>";
        guard.count("dropped", "not_allowed");
        grant.bus().ifPresent(own -> guard.reports().notAllowed(new BusKey(grant.provider(), own), why));
        int packetId = message.variableHeader().packetId();
        byte reason = PubAck.NOT_AUTHORIZED.byteValue();
        return switch (message.fixedHeader().qosLevel()) {
            case AT_LEAST_ONCE -> new Answer(replies.notPublished(MqttMessageType.PUBACK, packetId, reason, why));
            case EXACTLY_ONCE -> new Answer(replies.notPublished(MqttMessageType.PUBREC, packetId, reason, why));
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
     * and Moquette's store grows for ever), no duplicate flag, no properties.
     */
    private static MqttPublishMessage clean(MqttPublishMessage message, String topicName) {
        MqttFixedHeader fixed = message.fixedHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, fixed.qosLevel(), false, fixed.remainingLength()),
                new MqttPublishVariableHeader(
                        topicName, message.variableHeader().packetId(), MqttProperties.NO_PROPERTIES),
                message.payload());
    }
}

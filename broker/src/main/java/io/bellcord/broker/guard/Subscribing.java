package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.TopicAccess;
import io.bellcord.broker.feed.Rider;
import io.bellcord.broker.topic.TopicFilter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.netty.handler.codec.mqtt.MqttReasonCodes.UnsubAck;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers one client's SUBSCRIBE and UNSUBSCRIBE, in Moquette's place. Confined to its event loop. */
final class Subscribing {
    private static final String SHARED = "$share/";

    private final Guard guard;
    private final Grant grant;
    private final EventLoop loop;
    private final ChannelSocket socket;
    private final Replies replies;
    private @Nullable Rider rider;

    /** @param begin to be run once the SUBACK is written */
    record Answer(MqttMessage subAck, Runnable begin) {}

    Subscribing(Guard guard, Grant grant, EventLoop loop, ChannelSocket socket, Replies replies) {
        this.guard = guard;
        this.grant = grant;
        this.loop = loop;
        this.socket = socket;
        this.replies = replies;
    }

    Answer subscribe(MqttSubscribeMessage message) {
        if (message.idAndPropertiesVariableHeader()
                        .properties()
                        .getProperty(MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value())
                != null) { // CONNACK said so: its client would look for a number that never comes
            return refuseAll(
                    message,
                    SubAck.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
                    "subscription_identifier",
                    "subscription identifiers are not supported");
        }
        return switch (MinInterval.of(message)) {
            case MinInterval.Unsaid _ -> subscribe(message, Optional.empty());
            case MinInterval.Asked(Duration shortest) -> subscribe(message, Optional.of(shortest));
            case MinInterval.Wrong(String why) ->
                refuseAll(message, SubAck.IMPLEMENTATION_SPECIFIC_ERROR, "min_interval", why);
        };
    }

    private Answer refuseAll(MqttSubscribeMessage message, SubAck reason, String counted, String why) {
        List<Integer> codes = message.payload().topicSubscriptions().stream()
                .map(_ -> refused(reason, counted))
                .map(code -> Byte.toUnsignedInt(code.byteValue()))
                .toList();
        return new Answer(replies.subscribed(message.variableHeader().messageId(), codes, Optional.of(why)), () -> {});
    }

    private Answer subscribe(MqttSubscribeMessage message, Optional<Duration> minInterval) {
        int most = guard.limits().packets().maxFiltersPerPacket();
        List<Integer> codes = new ArrayList<>();
        List<Rider.Beginning> granted = new ArrayList<>();
        for (MqttTopicSubscription asked : message.payload().topicSubscriptions()) {
            SubAck code = codes.size() < most
                    ? subscribe(asked, granted)
                    : refused(SubAck.QUOTA_EXCEEDED, "too_many_filters_in_packet");
            codes.add(Byte.toUnsignedInt(code.byteValue()));
        }
        return new Answer(
                replies.subscribed(message.variableHeader().messageId(), codes, Optional.empty()),
                granted.isEmpty() ? () -> {} : () -> begin(granted, minInterval));
    }

    private void begin(List<Rider.Beginning> granted, Optional<Duration> minInterval) {
        minInterval.ifPresent(rider()::pace);
        rider().begin(granted);
    }

    private SubAck subscribe(MqttTopicSubscription asked, List<Rider.Beginning> granted) {
        String text = asked.topicFilter();
        if (!guard.limits().packets().topics().allow(text)) {
            return refused(SubAck.TOPIC_FILTER_INVALID, "topic");
        }
        if (text.startsWith(SHARED)) {
            return refused(SubAck.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, "shared_subscription");
        }
        return switch (TopicAccess.reading(grant, text)) {
            case TopicAccess.Reading.Allowed(TopicFilter filter) -> follow(asked, filter, granted);
            case TopicAccess.Reading.NotAllowed _ -> refused(SubAck.NOT_AUTHORIZED, "not_allowed");
            case TopicAccess.Reading.NotServed _ -> refused(SubAck.TOPIC_FILTER_INVALID, "not_served");
        };
    }

    private SubAck follow(MqttTopicSubscription asked, TopicFilter filter, List<Rider.Beginning> granted) {
        if (rider().subscriptions() >= guard.limits().packets().maxFilters()
                && !rider().isSubscribed(asked.topicFilter())) {
            return refused(SubAck.QUOTA_EXCEEDED, "too_many_filters");
        }
        boolean isNew = rider().subscribe(asked.topicFilter(), filter);
        boolean snapshot = switch (asked.option().retainHandling()) { // MQTT 5.0, 3.8.3.1
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> isNew;
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
        granted.add(new Rider.Beginning(asked.topicFilter(), snapshot));
        return SubAck.GRANTED_QOS_0;
    }

    private SubAck refused(SubAck code, String reason) {
        guard.count("subscriptions.refused", reason);
        return code;
    }

    MqttMessage unsubscribe(MqttUnsubscribeMessage message) {
        List<Short> codes = message.payload().topics().stream()
                .map(this::unsubscribe)
                .map(code -> (short) Byte.toUnsignedInt(code.byteValue()))
                .toList();
        return replies.unsubscribed(message.variableHeader().messageId(), codes);
    }

    private UnsubAck unsubscribe(String topicFilter) {
        if (!guard.limits().packets().topics().allow(topicFilter)) {
            guard.count("subscriptions.refused", "topic");
            return UnsubAck.TOPIC_FILTER_INVALID;
        }
        boolean had = rider != null && rider.unsubscribe(topicFilter); // who follows nothing need not join the feed
        return had ? UnsubAck.SUCCESS : UnsubAck.NO_SUBSCRIPTION_EXISTED;
    }

    void writabilityChanged() {
        if (rider != null) {
            rider.writable();
        }
    }

    /** Bytes of the feed that wait to be sent. */
    int waiting() {
        return socket.waiting();
    }

    void leave() {
        if (rider != null) {
            rider.leave();
            rider = null;
        }
    }

    private Rider rider() {
        if (rider == null) {
            rider = guard.feed().join(loop, grant.provider(), socket);
            socket.onRoom(this::writabilityChanged);
        }
        return rider;
    }
}

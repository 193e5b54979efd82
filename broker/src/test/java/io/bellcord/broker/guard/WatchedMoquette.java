package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands in Moquette's place, answers as it does, and notes everything that it should not have been given. */
final class WatchedMoquette extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<Object> READY = AttributeKey.valueOf("keepAlive");

    /** How it takes a CONNECT. */
    enum Manner {
        PROMPT,
        /** Answers when told to. */
        LATE,
        /** Never answers. */
        SILENT,
        /** Closes the channel, as it does where it meets an exception. */
        CLOSES
    }

    private final Manner manner;
    private final LiveGrants grants;
    private final PublishTurn turn;
    private final Supplier<@Nullable Grant> granted;
    private final List<String> faults = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private @Nullable String connectionId;
    private boolean ready;
    private boolean saidGoodbye;
    private boolean ended;

    /** @param granted who the verifier let in; null for nobody yet */
    WatchedMoquette(Manner manner, LiveGrants grants, PublishTurn turn, Supplier<@Nullable Grant> granted) {
        this.turn = turn;
        this.manner = manner;
        this.grants = grants;
        this.granted = granted;
    }

    List<String> faults() {
        return faults;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Does what it has put off. */
    void work() {
        List<Runnable> now = List.copyOf(later);
        later.clear();
        now.forEach(Runnable::run);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        try {
            if (packet instanceof MqttMessage message) {
                check(message);
                answer(context, message);
            } else {
                faults.add("no MQTT message: " + packet.getClass());
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private void check(MqttMessage message) {
        MqttMessageType type = message.fixedHeader().messageType();
        Grant grant = granted.get();
        expect(grant != null, type + " before anybody was let in");
        expect(!saidGoodbye, type + " after DISCONNECT");
        expect(!ended, type + " after the end of the connection");
        expect(message.decoderResult().isSuccess(), type + " that is malformed");
        expect((connectionId == null) == (type == MqttMessageType.CONNECT), type + " out of turn");
        expect(type == MqttMessageType.CONNECT || ready, type + " before Moquette was ready");
        if (grant != null) {
            switch (message) {
                case MqttConnectMessage connect -> checkConnect(connect, grant);
                case MqttPublishMessage publish -> checkPublish(publish, grant);
                default ->
                    expect(
                            type == MqttMessageType.PINGREQ || type == MqttMessageType.DISCONNECT,
                            type + " is not for Moquette");
            }
        }
    }

    private void checkConnect(MqttConnectMessage connect, Grant grant) {
        MqttConnectVariableHeader header = connect.variableHeader();
        expect(header.isCleanSession(), "CONNECT of a session that stays");
        expect(!header.isWillFlag() && header.willQos() == 0 && !header.isWillRetain(), "CONNECT with a will");
        expect(connect.payload().willTopic() == null, "CONNECT with a will's topic");
        expect(connect.payload().passwordInBytes() == null && !header.hasPassword(), "CONNECT with a password");
        expect(header.properties().isEmpty(), "CONNECT with properties");
        expect(grant.provider().value().equals(connect.payload().userName()), "CONNECT of another provider");
        expect(connect.payload().clientIdentifier().matches("c\\d+"), "CONNECT under the client's own id");
    }

    /** By rules of its own: those of the product are what is tried here. */
    private void checkPublish(MqttPublishMessage publish, Grant grant) {
        String topic = publish.variableHeader().topicName();
        String prefix = "bus/" + grant.provider() + "/";
        String bus = topic.startsWith(prefix) ? topic.substring(prefix.length()) : "";
        expect(bus.matches("[A-Za-z0-9._-]{1,64}"), "PUBLISH to " + topic);
        expect(
                switch (grant.role()) {
                    case RIDER -> false;
                    case TRACKER -> grant.bus().orElseThrow().value().equals(bus);
                    case DRIVER, OPERATOR -> true;
                },
                grant.role() + " published for " + topic);
        MqttFixedHeader fixed = publish.fixedHeader();
        expect(!fixed.isRetain() && !fixed.isDup(), "PUBLISH with a retain or duplicate flag");
        expect(fixed.qosLevel() == MqttQoS.AT_MOST_ONCE, "PUBLISH at QoS " + fixed.qosLevel());
        expect(publish.variableHeader().properties().isEmpty(), "PUBLISH with properties");
        expect(publish.payload().refCnt() > 0, "PUBLISH whose payload was released");
    }

    private void answer(ChannelHandlerContext context, MqttMessage message) {
        switch (message) {
            case MqttConnectMessage connect ->
                connected(context, connect.payload().clientIdentifier());
            case MqttPublishMessage _ -> turn.done();
            default -> {
                switch (message.fixedHeader().messageType()) {
                    case PINGREQ -> context.writeAndFlush(new MqttMessage(header(MqttMessageType.PINGRESP)));
                    case DISCONNECT -> {
                        saidGoodbye = true;
                        context.close();
                    }
                    default -> {}
                }
            }
        }
    }

    private void connected(ChannelHandlerContext context, String id) {
        connectionId = id;
        switch (manner) {
            case PROMPT -> accept(context);
            case LATE -> later.add(() -> accept(context));
            case SILENT -> {}
            case CLOSES -> context.close();
        }
    }

    private void accept(ChannelHandlerContext context) {
        MqttConnAckMessage answer = MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .sessionPresent(false)
                .build();
        context.writeAndFlush(answer).addListener(_ -> {
            context.channel().attr(READY).set(60);
            ready = true;
        });
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    /** Moquette tells the interceptor of the end of a connection that it knew, and that forgets the grant. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        expect(!ended, "told twice of the end");
        ended = true;
        if (connectionId != null && ready) {
            grants.forget(connectionId);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        faults.add("channelReadComplete reached Moquette");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        faults.add("user event reached Moquette: " + event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        faults.add("exception reached Moquette: " + cause);
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}

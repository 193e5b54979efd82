package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.TopicAccess;
import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that was let in: what it sends is sorted here into what Moquette may see and what we answer. */
final class Client {
    private final Guard guard;
    private final ChannelHandlerContext ctx;
    private final Optional<Connect.Will> will;
    private final Grant grant;
    private final Counts<ProviderId>.Place place;
    private final Optional<Duration> serverKeepAlive;
    private final Passage passage;
    private final Replies replies;
    private final String connectionId;
    private final Identity identity;
    private final Expiry expiry;
    private final Publishing publishing;
    private final Subscribing subscribing;
    private final Sighting sighting;
    private final KeepAlive keepAlive;
    private boolean saidGoodbye;
    private boolean left;
    private @Nullable BusKey presentAs;

    Client(
            Guard guard,
            ChannelHandlerContext ctx,
            Connect connect,
            Grant grant,
            Counts<ProviderId>.Place place,
            Passage passage) {
        this.guard = guard;
        this.ctx = ctx;
        will = connect.will(); // and not the CONNECT: its password need not be kept
        this.grant = grant;
        this.place = place;
        this.passage = passage;
        replies = connect.replies();
        Duration held = connect.keepAlive(guard.limits().maxKeepAlive());
        serverKeepAlive = held.equals(connect.keepAlive()) ? Optional.empty() : Optional.of(held);
        keepAlive = new KeepAlive(ctx.executor(), Ticker.system(), held, passage::silent);
        connectionId = guard.nextConnectionId();
        identity = new Identity(guard, grant, connect, passage);
        expiry = new Expiry(ctx.executor(), guard.clock(), grant.expiresAt(), () -> passage.end(Ending.EXPIRED));
        publishing = new Publishing(guard, grant, replies);
        ChannelSocket socket = new ChannelSocket(ctx.pipeline(), connect);
        subscribing = new Subscribing(guard, grant, ctx.channel().eventLoop(), socket, replies);
        guard.grants().admit(connectionId, grant, passage);
        identity.take();
        sighting = Sighting.of(guard, ctx, connect, grant, connectionId, identity.clientId());
        grant.bus().ifPresent(bus -> presentAs(new BusKey(grant.provider(), bus)));
        expiry.begin();
    }

    String connectionId() {
        return connectionId;
    }

    MqttConnAckMessage connAck() {
        return replies.accepted(
                identity.assigned(), serverKeepAlive, guard.limits().packets().maxBytes(), Publishing.RECEIVE_MAXIMUM);
    }

    /** It may send, and has to. */
    void open() {
        keepAlive.begin();
    }

    void receive(MqttMessage message) {
        keepAlive.heard();
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> publish((MqttPublishMessage) message);
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> unsubscribe((MqttUnsubscribeMessage) message);
            case PUBREL -> pubRel(message);
            case PINGREQ -> ctx.fireChannelRead(message);
            case DISCONNECT -> goodbye(message);
            // We send nothing above QoS 0, so these answer nothing; Moquette would look for what they answer.
            case PUBACK, PUBREC, PUBCOMP -> guard.count("dropped", "stray_ack");
            default -> protocolError("unexpected_packet", message.fixedHeader().messageType() + " is not expected");
        }
    }

    private void publish(MqttPublishMessage message) {
        switch (publishing.judge(message)) {
            case Publishing.Pass(BusKey bus, MqttPublishMessage clean, Optional<MqttMessage> answer) -> {
                presentAs(bus);
                handOver(clean, answer);
            }
            case Publishing.Answer(MqttMessage answer) -> {
                ReferenceCountUtil.release(message);
                ctx.writeAndFlush(answer);
            }
            case Publishing.Ignore _ -> ReferenceCountUtil.release(message);
            case Publishing.Break(Disconnect reason, String counted, String why) -> {
                ReferenceCountUtil.release(message);
                breakOff(reason, counted, why);
            }
        }
    }

    /** What is acknowledged has been worked on: a client that waits for more would wait for ever, so it is sent away. */
    private void handOver(MqttPublishMessage publish, Optional<MqttMessage> answer) {
        boolean done = guard.publishTurn().during(() -> ctx.fireChannelRead(publish));
        if (done) {
            answer.ifPresent(ctx::writeAndFlush);
        } else if (answer.isPresent()) {
            breakOff(Disconnect.IMPLEMENTATION_SPECIFIC_ERROR, "not_taken", "the publish was lost; send it again");
        }
    }

    /** MQTT 3.1.1, 3.8.3-3 and 3.10.3-2: at least one topic filter. */
    private void subscribe(MqttSubscribeMessage message) {
        if (message.payload().topicSubscriptions().isEmpty()) {
            protocolError("no_filter", "SUBSCRIBE without a topic filter");
            return;
        }
        Subscribing.Answer answer = subscribing.subscribe(message);
        ctx.writeAndFlush(answer.subAck());
        answer.begin().run();
    }

    private void unsubscribe(MqttUnsubscribeMessage message) {
        if (message.payload().topics().isEmpty()) {
            protocolError("no_filter", "UNSUBSCRIBE without a topic filter");
        } else {
            ctx.writeAndFlush(subscribing.unsubscribe(message));
        }
    }

    private void pubRel(MqttMessage message) {
        int packetId = ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
        ctx.writeAndFlush(
                publishing.released(packetId)
                        ? Replies.acknowledged(MqttMessageType.PUBCOMP, packetId)
                        : replies.nothingReleased(packetId));
    }

    private void goodbye(MqttMessage message) {
        saidGoodbye = !(message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader why)
                || why.reasonCode() != Disconnect.DISCONNECT_WITH_WILL_MESSAGE.byteValue();
        sighting.endsFor(saidGoodbye ? "client_disconnect" : "disconnect_with_will");
        subscribing.leave();
        passage.close();
        ctx.fireChannelRead(message);
    }

    /** A driver may report for one bus after the other: present is the one it reports for. */
    private void presentAs(BusKey bus) {
        if (bus.equals(presentAs)) {
            return;
        }
        if (presentAs != null) {
            guard.presence().left(presentAs);
        }
        guard.presence().arrived(bus);
        presentAs = bus;
        sighting.arrived(bus);
    }

    /** To who has just begun to watch. */
    void introduce(BusKey bus) {
        if (bus.equals(presentAs)) {
            sighting.present(bus);
        }
    }

    /** Bytes that wait to be sent and answer nothing. */
    int fed() {
        return subscribing.waiting();
    }

    void writabilityChanged() {
        subscribing.writabilityChanged();
    }

    private void protocolError(String reason, String message) {
        breakOff(Disconnect.PROTOCOL_ERROR, reason, message);
    }

    /** MQTT 5.0, 4.13; 3.2.2.3.6 for what is larger than CONNACK said. */
    void malformed(@Nullable Throwable cause) {
        String message = cause == null ? "malformed packet" : String.valueOf(cause.getMessage());
        if (cause instanceof TooLongFrameException) {
            breakOff(Disconnect.PACKET_TOO_LARGE, "packet_too_large", message);
        } else {
            breakOff(Disconnect.MALFORMED_PACKET, "malformed", message);
        }
    }

    void silent() {
        breakOff(
                Disconnect.KEEP_ALIVE_TIMEOUT,
                "keep_alive_timeout",
                "no packet for one and a half times the keep alive");
    }

    void disconnect(Ending why) {
        switch (why) {
            case EXPIRED -> {
                String proof = proof();
                breakOff(Disconnect.MAXIMUM_CONNECT_TIME, proof + "_expired", "the " + proof + " has expired");
            }
            case RIGHT_LOST ->
                breakOff(Disconnect.ADMINISTRATIVE_ACTION, "right_lost", "the right to be here was withdrawn");
            case TAKEN_OVER ->
                breakOff(Disconnect.SESSION_TAKEN_OVER, "taken_over", "this client identifier has connected again");
            case TAKEN_ELSEWHERE -> disconnect(identity.lose() ? Ending.FLAPPING : Ending.TAKEN_OVER);
            case FLAPPING -> breakOff(Disconnect.SESSION_TAKEN_OVER, "flapping", Identity.FLAPPING);
            case SHUTTING_DOWN ->
                breakOff(Disconnect.SERVER_SHUTTING_DOWN, "shutting_down", "the server is shutting down");
        }
    }

    private String proof() {
        return switch (grant.proof()) {
            case Proof.Certificate _ -> "certificate";
            case Proof.Credential _ -> "credential";
            case Proof.Token _ -> "token";
            case Proof.Nothing _ -> "access";
        };
    }

    private void breakOff(Disconnect reason, String counted, String message) {
        guard.count("disconnects", counted);
        sighting.endsFor(counted);
        subscribing.leave(); // MQTT 5.0, 3.14.4-1: nothing follows our DISCONNECT
        if (replies.mqtt5()) {
            passage.closeAfter(Replies.disconnect(reason.byteValue(), message));
        } else {
            passage.close();
            ctx.close();
        }
    }

    /** The connection is gone. The grant stays until Moquette has worked on all that was sent. */
    void left() {
        if (left) {
            return;
        }
        left = true;
        keepAlive.stop();
        expiry.stop();
        subscribing.leave();
        publishing.leave();
        place.leave();
        identity.free();
        if (presentAs != null) {
            guard.presence().left(presentAs);
            sighting.left(presentAs);
        }
        if (!saidGoodbye && will.isPresent() && guard.grants().holds(grant)) {
            TopicAccess.publishing(grant, will.get().topicName())
                    .ifPresent(bus -> guard.reports().receive(bus, will.get().payload()));
        }
    }
}

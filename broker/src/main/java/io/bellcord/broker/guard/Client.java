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
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that was let in: what it sends is sorted here into what Moquette may see and what we answer. */
final class Client {
    /** One of Netty's timers takes no more than this; a later end is looked at again then. */
    private static final Duration LONGEST_TIMER = Duration.ofDays(1);

    private static final String FLAPPING = "the client identifier was taken over " + ClientIds.FLAPS_AT
            + " times within " + ClientIds.WITHIN.toSeconds() + " s: do two devices share it?";

    private final Guard guard;
    private final ChannelHandlerContext ctx;
    private final Optional<Connect.Will> will;
    private final Grant grant;
    private final Counts<ProviderId>.Place place;
    private final Optional<Duration> serverKeepAlive;
    private final Passage passage;
    private final Replies replies;
    private final String connectionId;
    private final String clientId;
    private final boolean clientIdIsOurs;
    private final Publishing publishing;
    private final Subscribing subscribing;
    private final Sighting sighting;
    private final KeepAlive keepAlive;
    private boolean saidGoodbye;
    private boolean left;
    private @Nullable BusKey presentAs;
    private @Nullable Future<?> expiry;

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
        clientIdIsOurs = connect.clientId().isEmpty();
        clientId = clientIdIsOurs ? UUID.randomUUID().toString() : connect.clientId();
        publishing = new Publishing(guard, grant, replies);
        ChannelSocket socket = new ChannelSocket(ctx.pipeline(), connect);
        subscribing = new Subscribing(guard, grant, ctx.channel().eventLoop(), socket, replies);
        guard.grants().admit(connectionId, grant, passage);
        takenOver(guard.clientIds().take(grant, clientId, passage));
        if (!clientIdIsOurs) { // which nobody else has
            guard.claims().take(grant, clientId, passage);
        }
        sighting = Sighting.of(guard, ctx, connect, grant, connectionId, clientId);
        grant.bus().ifPresent(bus -> presentAs(new BusKey(grant.provider(), bus)));
        endWithGrant();
    }

    /** Two devices with one client identifier: counted each time, told once a minute. */
    private void takenOver(int times) {
        if (times >= ClientIds.FLAPS_AT) {
            guard.count("flapping", grant.role().code());
        }
        if (times == ClientIds.FLAPS_AT) {
            grant.bus().ifPresent(bus -> guard.reports().flapping(new BusKey(grant.provider(), bus), FLAPPING));
        }
    }

    String connectionId() {
        return connectionId;
    }

    MqttConnAckMessage connAck() {
        return replies.accepted(
                clientIdIsOurs ? clientId : null,
                serverKeepAlive,
                guard.limits().packets().maxBytes(),
                Publishing.RECEIVE_MAXIMUM);
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

    private void endWithGrant() {
        if (grant.expiresAt().equals(Instant.MAX)) {
            return;
        }
        Duration left = Duration.between(guard.clock().instant(), grant.expiresAt());
        Duration timer = left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER;
        expiry = ctx.executor()
                .schedule(
                        () -> {
                            if (guard.clock().instant().isBefore(grant.expiresAt())) {
                                endWithGrant();
                            } else {
                                passage.end(Ending.EXPIRED);
                            }
                        },
                        Math.max(1, timer.toMillis()),
                        TimeUnit.MILLISECONDS);
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
            case TAKEN_ELSEWHERE -> {
                boolean flaps = guard.clientIds().lose(grant, clientId, passage) >= ClientIds.FLAPS_AT;
                disconnect(flaps ? Ending.FLAPPING : Ending.TAKEN_OVER);
            }
            case FLAPPING -> breakOff(Disconnect.SESSION_TAKEN_OVER, "flapping", FLAPPING);
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
        if (expiry != null) {
            expiry.cancel(false);
        }
        subscribing.leave();
        publishing.leave();
        place.leave();
        guard.clientIds().free(grant, clientId, passage);
        guard.claims().free(grant, clientId, passage);
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

package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.guard.TestDoor.AnsweringMoquette;
import io.bellcord.broker.guard.TestDoor.DeafPeer;
import io.bellcord.broker.transit.ProviderId;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client that publishes is told of it. */
class AcknowledgingTest {
    private static final Grant DRIVER =
            new Grant(new ProviderId("kb"), Role.DRIVER, "x", Optional.empty(), Instant.MAX, new Proof.Nothing());
    /** More than makes a channel full, by Netty's own marks. */
    private static final int FULL = 70 * 1024;

    private final TestDoor door = TestDoor.lettingIn(DRIVER);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void acknowledgesWhatComesWhileTheClientDoesNotRead() {
        EmbeddedChannel channel = door.up(new AnsweringMoquette(door.guard().publishTurn()));
        DeafPeer peer = new DeafPeer();
        channel.pipeline().addFirst(peer);
        channel.releaseOutbound(); // its CONNACK
        peer.setDeaf(true);
        channel.writeOneOutbound(Unpooled.wrappedBuffer(new byte[FULL]));
        assertThat(channel.isWritable()).isFalse();

        channel.writeInbound(publish(MqttQoS.AT_LEAST_ONCE, 1), publish(MqttQoS.EXACTLY_ONCE, 2), pubRel(2));
        peer.setDeaf(false);
        channel.flushOutbound();

        assertThat(answers(channel))
                .containsExactly(MqttMessageType.PUBACK, MqttMessageType.PUBREC, MqttMessageType.PUBCOMP);
    }

    @Test
    void sendsAwayWhomItCannotAcknowledgeTo() {
        EmbeddedChannel channel = door.up(new ForgetfulMoquette(door.guard().publishTurn()));
        channel.releaseOutbound();

        channel.writeInbound(publish(MqttQoS.AT_MOST_ONCE, 0));
        assertThat(channel.isActive()).isTrue();
        channel.writeInbound(publish(MqttQoS.AT_LEAST_ONCE, 1));

        assertThat(answers(channel)).isEmpty();
        assertThat(channel.isActive()).isFalse();
        assertThat(door.counted("disconnects", "not_taken")).isEqualTo(1);
    }

    private static List<MqttMessageType> answers(EmbeddedChannel channel) {
        List<MqttMessageType> answers = new ArrayList<>();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out instanceof MqttMessage message) {
                answers.add(message.fixedHeader().messageType());
            }
            ReferenceCountUtil.release(out);
        }
        return answers;
    }

    private static MqttMessage publish(MqttQoS qos, int packetId) {
        return MqttMessageBuilders.publish()
                .topicName("bus/kb/7")
                .qos(qos)
                .messageId(packetId)
                .payload(Unpooled.EMPTY_BUFFER)
                .build();
    }

    private static MqttMessage pubRel(int packetId) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 2),
                MqttMessageIdVariableHeader.from(packetId));
    }

    /** Lets a client in, and loses what it publishes. */
    private static final class ForgetfulMoquette extends ChannelInboundHandlerAdapter {
        private final AnsweringMoquette moquette;

        private ForgetfulMoquette(PublishTurn turn) {
            moquette = new AnsweringMoquette(turn);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            if (packet instanceof MqttPublishMessage) {
                ReferenceCountUtil.release(packet);
            } else {
                moquette.channelRead(context, packet);
            }
        }
    }
}

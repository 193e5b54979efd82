package io.bellcord.broker.guard;

import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.cluster.clients.Claims;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.transit.BusKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A guard with everything around it, in front of something that stands for Moquette. */
final class TestDoor implements AutoCloseable {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final Limits LIMITS = new Limits(
            CONNECT_TIMEOUT,
            new Admission.Limits(10, 10, Rate.perSecond(10, 10), Networks.parse("none")),
            10,
            10,
            Duration.ZERO,
            new Limits.Packets(16 * 1024, 10, 10, 64 * 1024, 64 * 1024, new Limits.TopicNames(256, 8)),
            new FailedLogins.Rules(10, Duration.ofSeconds(5), 20, Duration.ofSeconds(30)));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Clock clock = Clock.systemUTC();
    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            new Presence(),
            meters,
            clock);
    private boolean holds = true;
    private final LiveGrants grants = new LiveGrants(_ -> holds);
    private final Guard guard;

    TestDoor(Guard.Verifier verifier) {
        guard = new Guard(
                new Guard.Parts(
                        verifier,
                        grants,
                        new Feed(board, Duration.ZERO, _ -> CompletableFuture.completedFuture(null), meters),
                        new Presence(),
                        new NoReports(),
                        new Observation(grants, meters, clock),
                        new Publishers(Optional.empty(), Ticker.system()),
                        Claims.none()),
                LIMITS,
                meters,
                clock);
    }

    static TestDoor lettingIn(Grant grant) {
        return new TestDoor(_ -> new Verdict.Granted(grant));
    }

    Guard guard() {
        return guard;
    }

    LiveGrants grants() {
        return grants;
    }

    /** From now on no grant holds. */
    void withdraw() {
        holds = false;
    }

    double counted(String what, String reason) {
        return meters.counter("bellcord.guard." + what, "reason", reason).count();
    }

    /** A client whose CONNECT is looked at. */
    EmbeddedChannel connecting(ChannelInboundHandlerAdapter moquetteHandler) {
        EmbeddedChannel channel = new EmbeddedChannel(moquetteHandler);
        ChannelHandlerContext moquette = channel.pipeline().firstContext();
        channel.pipeline().addFirst(new GuardHandler(guard, moquette));
        MqttConnectMessage connect =
                MqttMessageBuilders.connect().clientId("x").username("kb").build();
        channel.writeInbound(connect);
        return channel;
    }

    /** A client whose CONNECT has reached Moquette. */
    EmbeddedChannel connected(ChannelInboundHandlerAdapter moquetteHandler) {
        EmbeddedChannel channel = connecting(moquetteHandler);
        await().until(() -> {
            channel.runPendingTasks();
            return grants.size() == 1;
        });
        return channel;
    }

    /** A client that has its CONNACK, and is read from. */
    EmbeddedChannel up(ChannelInboundHandlerAdapter moquetteHandler) {
        EmbeddedChannel channel = connected(moquetteHandler);
        await().until(() -> {
            channel.runPendingTasks();
            return channel.config().isAutoRead();
        });
        return channel;
    }

    @Override
    public void close() {
        guard.close();
        board.close();
    }

    /** Answers a CONNECT and a publish as Moquette does: with nothing but what can be written at that moment. */
    static final class AnsweringMoquette extends ChannelInboundHandlerAdapter {
        private final PublishTurn turn;

        AnsweringMoquette(PublishTurn turn) {
            this.turn = turn;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            MqttMessage message = (MqttMessage) packet;
            MqttQoS qos = message.fixedHeader().qosLevel();
            switch (message.fixedHeader().messageType()) {
                case CONNECT -> accept(context);
                case PUBLISH -> {
                    turn.done();
                    if (qos != MqttQoS.AT_MOST_ONCE && context.channel().isWritable()) {
                        context.writeAndFlush(MqttMessage.PINGRESP); // as good as any: it must not be asked to
                    }
                }
                default -> {}
            }
            ReferenceCountUtil.release(packet);
        }

        private static void accept(ChannelHandlerContext context) {
            context.channel().attr(AttributeKey.valueOf("keepAlive")).set(60);
            context.writeAndFlush(MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                    .build());
        }
    }

    /** Takes nothing more once it is deaf. */
    static final class DeafPeer extends ChannelOutboundHandlerAdapter {
        private boolean deaf;

        void setDeaf(boolean deaf) {
            this.deaf = deaf;
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            if (!deaf) {
                context.flush();
            }
        }
    }

    static final class SilentMoquette extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            ReferenceCountUtil.release(packet);
        }
    }

    private static final class NoReports implements ReportDesk {
        @Override
        public Outcome receive(BusKey bus, byte[] payload) {
            throw new AssertionError("nothing is published here");
        }

        @Override
        public void notAllowed(Optional<BusKey> own, String message) {}

        @Override
        public void tooOften(BusKey bus, String message) {}

        @Override
        public void flapping(BusKey bus, String message) {}
    }
}

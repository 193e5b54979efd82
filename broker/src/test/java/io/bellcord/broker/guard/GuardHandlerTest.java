package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.auth.Role;
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
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be timed from outside: a Moquette that does not answer, a right that is lost at the wrong moment. */
class GuardHandlerTest {
    private static final Grant RIDER =
            new Grant(new ProviderId("kb"), Role.RIDER, "x", Optional.empty(), Instant.MAX, new Proof.Nothing());
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

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
    private final Guard guard = guard(_ -> new Verdict.Granted(RIDER));

    @AfterEach
    void stop() {
        guard.close();
        board.close();
    }

    @Test
    void leavesNothingBehindOfAConnectionThatEndsWhereMoquetteDoesNotAnswer() {
        EmbeddedChannel channel = connected();
        channel.pipeline().lastContext().close(); // by Moquette, say, which has met an exception

        channel.advanceTimeBy(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        channel.runPendingTasks();

        assertThat(grants.size()).isZero();
    }

    @Test
    void endsAClientWhoseRightWasWithdrawnWhileItWasVerified() {
        holds = false;

        EmbeddedChannel channel = connected();
        channel.advanceTimeBy(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        channel.runPendingTasks();

        assertThat(meters.counter("bellcord.guard.dropped", "reason", "ended").count())
                .isEqualTo(1);
        assertThat(grants.size()).isZero();
    }

    @Test
    void endsAClientThatAsksAndDoesNotRead() {
        DeafPeer peer = new DeafPeer();
        EmbeddedChannel channel = connected(new AnsweringMoquette());
        channel.pipeline().addFirst(peer);
        await().until(() -> {
            channel.runPendingTasks();
            return channel.config().isAutoRead();
        });
        peer.deaf = true;

        for (int id = 1; id < 10_000 && channel.isActive(); id++) {
            channel.writeInbound(MqttMessageBuilders.unsubscribe()
                    .messageId(id)
                    .addTopicFilter("bus/kb/1")
                    .build());
        }

        assertThat(meters.counter("bellcord.guard.dropped", "reason", "answers_unread")
                        .count())
                .isEqualTo(1);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void goesOnAtOnceWhileThousandsOfLoginsAreVerified() {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger pending = new AtomicInteger();
        try (Guard busy = guard(presented -> {
            pending.incrementAndGet();
            awaitLatch(slow);
            return new Verdict.Granted(RIDER);
        })) {
            // Each is written on this thread, as on an event loop: one that waited there would wait for ever.
            List<EmbeddedChannel> storm = IntStream.range(0, 2_000)
                    .mapToObj(_ -> connecting(busy, new SilentMoquette()))
                    .toList();
            await().until(() -> pending.get() > 0);

            EmbeddedChannel bystander = connected();
            assertThat(bystander.isActive()).isTrue();
            assertThat(grants.size()).isEqualTo(1);
            assertThat(storm).allMatch(EmbeddedChannel::isActive);
            assertThat(pending.get())
                    .isLessThanOrEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
            slow.countDown();
        }
    }

    @Test
    void verifiesWhatIsQuickWithoutAnotherThread() {
        AtomicReference<Thread> verifying = new AtomicReference<>();
        try (Guard quick = guard(new Guard.Verifier() {
            @Override
            public Verdict verify(Presented presented) {
                verifying.set(Thread.currentThread());
                return new Verdict.Granted(RIDER);
            }

            @Override
            public boolean isQuick(Presented presented) {
                return true;
            }
        })) {
            connecting(quick, new SilentMoquette()).runPendingTasks();

            assertThat(verifying.get()).isSameAs(Thread.currentThread());
            assertThat(grants.size()).isEqualTo(1);
        }
    }

    @Test
    void refusesWhoConnectsWhileItStops() {
        guard.letNobodyIn();

        EmbeddedChannel channel = connecting(guard, new SilentMoquette());
        await().until(() -> {
            channel.runPendingTasks();
            return !channel.outboundMessages().isEmpty();
        });

        MqttConnAckMessage answer = channel.readOutbound();
        assertThat(answer.variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
        assertThat(grants.size()).isZero();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Guard guard(Guard.Verifier verifier) {
        return new Guard(
                verifier,
                grants,
                new Feed(board, Duration.ZERO, _ -> CompletableFuture.completedFuture(null), meters),
                new Presence(),
                new NoReports(),
                new Observation(grants, meters, clock),
                new Publishers(Optional.empty(), Ticker.system()),
                Claims.none(),
                LIMITS,
                meters,
                clock);
    }

    /** A WebSocket's pings are answered before there is a CONNECT. */
    @Test
    void readsNothingFromWhoDoesNotReadBeforeItsConnect() {
        EmbeddedChannel channel = new EmbeddedChannel(new SilentMoquette());
        channel.pipeline().addFirst(new GuardHandler(guard, channel.pipeline().firstContext()));
        DeafPeer peer = new DeafPeer();
        channel.pipeline().addFirst(peer);
        peer.deaf = true;

        channel.writeOneOutbound(Unpooled.wrappedBuffer(new byte[128 * 1024]));
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isFalse();

        peer.deaf = false;
        channel.flushOutbound();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.releaseOutbound();
    }

    private EmbeddedChannel connected() {
        return connected(new SilentMoquette());
    }

    /** A client whose CONNECT has reached Moquette. */
    private EmbeddedChannel connected(ChannelInboundHandlerAdapter moquetteHandler) {
        EmbeddedChannel channel = connecting(guard, moquetteHandler);
        await().until(() -> {
            channel.runPendingTasks();
            return grants.size() == 1;
        });
        return channel;
    }

    /** A client whose CONNECT is looked at. */
    private static EmbeddedChannel connecting(Guard guard, ChannelInboundHandlerAdapter moquetteHandler) {
        EmbeddedChannel channel = new EmbeddedChannel(moquetteHandler);
        ChannelHandlerContext moquette = channel.pipeline().firstContext();
        channel.pipeline().addFirst(new GuardHandler(guard, moquette));
        MqttConnectMessage connect =
                MqttMessageBuilders.connect().clientId("x").username("kb").build();
        channel.writeInbound(connect);
        return channel;
    }

    private static final class AnsweringMoquette extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            ReferenceCountUtil.release(packet);
            context.channel().attr(AttributeKey.valueOf("keepAlive")).set(60);
            context.writeAndFlush(MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                    .build());
        }
    }

    /** Takes nothing more once it is deaf. */
    private static final class DeafPeer extends ChannelOutboundHandlerAdapter {
        private boolean deaf;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (!deaf) {
                context.flush();
            }
        }
    }

    private static final class SilentMoquette extends ChannelInboundHandlerAdapter {
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

package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.cluster.clients.Claims;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.guard.WatchedMoquette.Manner;
import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.testing.FuzzInput;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.transit.BusKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection as a fuzzer chooses it: what the client sends, how it is cut into reads, and what happens around it. All
 * on the calling thread and by a clock of its own, so that the same bytes always do the same.
 */
final class Conversation implements AutoCloseable {
    private static final int MAX_PACKET = 16 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** The guard looks this often whether Moquette is ready. */
    private static final Duration A_MOMENT = Duration.ofMillis(2);

    /** Small, so that a short input reaches them. Rates are left out: they go by the system's time. */
    private static final Limits LIMITS = new Limits(
            CONNECT_TIMEOUT,
            new Admission.Limits(10, 10, Rate.perSecond(10, 10), Networks.parse("127.0.0.0/8")),
            10,
            10,
            Duration.ofMinutes(10),
            new Limits.Packets(MAX_PACKET, 3, 3, 512, 1024, new Limits.TopicNames(256, 8)),
            new FailedLogins.Rules(10, Duration.ofSeconds(5), 20, Duration.ofSeconds(30)));

    private static final int HOLD = 0x80;
    private static final int KINDS = 9;
    private static final int DRIBBLE = 7;
    private static final List<Duration> WAITS =
            List.of(Duration.ofMillis(1), Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofMinutes(61));

    private final TestClock clock = new TestClock(Fleet.NOW);
    private final SimpleMeterRegistry meters;
    private final Presence presence = new Presence();
    private final Board board;
    private final Feed feed;
    private final LaterExecutor logins = new LaterExecutor();
    private final LiveGrants grants = new LiveGrants(this::holds);
    private final Guard guard;
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final LoopedChannel channel = new LoopedChannel();
    private final WatchedMoquette moquette;
    private final ScriptedPackets packets;
    private final ByteArrayOutputStream toSend = new ByteArrayOutputStream();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<String> faults = new ArrayList<>();
    private boolean slowLogins;
    private boolean holds = true;
    private @Nullable Grant granted;
    private MqttVersion version = MqttVersion.MQTT_3_1_1;
    private boolean connectSeen;

    Conversation(TokenVerifier tokens, List<String> passwords, SimpleMeterRegistry meters, Manner manner) {
        this.meters = meters;
        board = new Board(
                new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
                presence,
                meters,
                clock,
                channel.eventLoop()); // no thread of its own: not started, and the time is the channel's
        feed = new Feed(board, Duration.ZERO, _ -> CompletableFuture.completedFuture(null), meters);
        board.accept(Fleet.fix(BusKey.of("kb", "7"), 0));
        board.accept(Fleet.fix(BusKey.of("kb", "8"), 0));
        board.accept(Fleet.fix(BusKey.of("other", "7"), 0));
        guard = newGuard(tokens);
        packets = new ScriptedPackets(passwords);
        moquette = new WatchedMoquette(manner, grants, guard.publishTurn(), () -> granted);
        channel.config().setAllocator(allocator);
        channel.freezeTime();
        channel.pipeline()
                .addLast("decoder", new MqttDecoder(MAX_PACKET))
                .addLast(MqttEncoder.INSTANCE, new VersionSpy(), moquette);
        PacketEnds.watch(channel.pipeline(), "decoder");
        ChannelHandlerContext last = channel.pipeline().context(moquette);
        channel.pipeline().addBefore(last.name(), "guard", new GuardHandler(guard, last));
    }

    private Guard newGuard(TokenVerifier tokens) {
        return new Guard(
                new Guard.Parts(
                        presented -> {
                            Verdict verdict = tokens.verify(presented);
                            granted = verdict instanceof Verdict.Granted(Grant grant) ? grant : null;
                            return verdict;
                        },
                        grants,
                        feed,
                        presence,
                        new CheckedReports(),
                        new Observation(grants, meters, clock),
                        new Publishers(Optional.empty(), Ticker.system()),
                        Claims.none()),
                LIMITS,
                meters,
                clock,
                logins);
    }

    private boolean holds(Grant grant) {
        return holds && clock.instant().isBefore(grant.expiresAt());
    }

    void play(FuzzInput in) {
        slowLogins = in.flag();
        while (!in.isDone()) {
            int step = in.next();
            int kind = (step & ~HOLD) % KINDS;
            switch (kind) {
                case DRIBBLE -> dribble(in);
                case 8 -> happen(in);
                default -> toSend.writeBytes(packets.next(kind, in));
            }
            if ((step & HOLD) == 0) {
                send(toSend.toByteArray());
                toSend.reset();
            }
        }
        send(toSend.toByteArray());
    }

    /** What is to be sent comes in two pieces. */
    private void dribble(FuzzInput in) {
        byte[] all = toSend.toByteArray();
        int cut = all.length == 0 ? 0 : in.next() % all.length;
        toSend.reset();
        toSend.write(all, cut, all.length - cut);
        send(Arrays.copyOf(all, cut));
    }

    private void send(byte[] bytes) {
        if (bytes.length > 0 && channel.isOpen()) {
            channel.turn(() ->
                    channel.writeInbound(allocator.heapBuffer(bytes.length).writeBytes(bytes)));
        }
        settle();
    }

    private void happen(FuzzInput in) {
        switch (in.below(9)) {
            case 0 -> pass(in.pick(WAITS));
            case 1 -> setRoom(false);
            case 2 -> setRoom(true);
            case 3 -> {
                holds = false;
                grants.recheck();
            }
            case 4 -> board.accept(Fleet.fix(BusKey.of("kb", "7"), in.next()));
            case 5 -> board.accept(Fleet.fix(BusKey.of("other", "7"), in.next()));
            case 6 -> moquette.work();
            case 7 -> logins.work();
            default -> grants.endAll(in.pick(List.of(Ending.values())));
        }
        settle();
    }

    private void setRoom(boolean room) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer != null) {
            buffer.setUserDefinedWritability(1, room);
        }
    }

    private void pass(Duration time) {
        clock.advance(time);
        channel.turn(() -> channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS));
        channel.runPendingTasks();
    }

    private void settle() {
        if (!slowLogins) {
            logins.work();
        }
        channel.runPendingTasks();
        channel.turn(() -> channel.advanceTimeBy(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS));
        channel.runPendingTasks();
        channel.checkException();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes).release();
            received.writeBytes(bytes);
        }
        Object stray = channel.readInbound();
        expect(stray == null, "reached the end of the pipeline: " + stray);
    }

    /** Lets everything come to its end, and says what was not as it must be. */
    List<String> end() {
        channel.turn(() -> channel.pipeline().close()); // the channel's own close would cancel every timer
        settle();
        logins.work();
        pass(Duration.ofMinutes(11)); // longer than Moquette is waited for
        moquette.work();
        settle();
        expect(grants.size() == 0, "a grant outlives its connection");
        expect(moquette.hasEnded(), "Moquette was not told of the end");
        expect(allocator.metric().usedHeapMemory() == 0, "heap buffers were not released");
        expect(allocator.metric().usedDirectMemory() == 0, "direct buffers were not released");
        faults.addAll(moquette.faults());
        faults.addAll(new ReceivedPackets(version, granted).faults(received.toByteArray()));
        return faults;
    }

    @Override
    public void close() {
        guard.close();
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    /** The client speaks the version of its first CONNECT, whatever else it sends. */
    private final class VersionSpy extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) throws Exception {
            if (!connectSeen
                    && packet instanceof MqttConnectMessage connect
                    && connect.decoderResult().isSuccess()) {
                version = MqttVersion.fromProtocolNameAndLevel(
                        connect.variableHeader().name(),
                        (byte) connect.variableHeader().version());
            }
            connectSeen = true;
            context.fireChannelRead(packet);
        }
    }

    private final class CheckedReports implements ReportDesk {
        @Override
        public Outcome receive(BusKey bus, byte[] payload) {
            expect(granted != null && granted.mayPublish(bus), "a will for " + bus);
            return new Outcome.Refused(Reason.MALFORMED, "looked at by nobody");
        }

        @Override
        public void tooOften(BusKey bus, String message) {
            notAllowed(Optional.of(bus), message);
        }

        @Override
        public void flapping(BusKey bus, String message) {
            notAllowed(Optional.of(bus), message);
        }

        @Override
        public void notAllowed(Optional<BusKey> own, String message) {
            own.ifPresent(bus -> {
                expect(granted != null && granted.mayPublish(bus), "a refusal told to " + bus);
                feed.refused(bus, message.getBytes(StandardCharsets.UTF_8));
            });
        }
    }
}

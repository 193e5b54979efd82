package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.cluster.clients.Claims;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** What every connection's guard works with, and the way it gets into Moquette's pipelines. */
public final class Guard implements AutoCloseable {
    /** Verifies what a client presents in its CONNECT; may take its time, as it computes, but never waits or throws. */
    @FunctionalInterface
    public interface Verifier {
        Verdict verify(Presented presented);

        /** Whether that takes no more than microseconds, so that the event loop may do it. Never throws. */
        default boolean isQuick(Presented presented) {
            return false;
        }
    }

    /** Of a WebSocket frame in pieces; the same as Moquette takes in one. */
    private static final int MOST_FRAME_BYTES = 64 * 1024;

    /** Bytes read of one client before it is another's turn: a flood of the smallest packets is 4096 of them. */
    private static final int LARGEST_READ = 8 * 1024;

    private static final int LOW_WATER_MARK = 32 * 1024;
    private static final int HIGH_WATER_MARK = 128 * 1024;

    /** Answers that may wait for one write; Netty's own default. */
    private static final int MOST_FLUSHES = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

    private static final int USUAL_READ = 1024;
    private static final int SMALLEST_READ = 256;

    private final Verifier verifier;
    private final LiveGrants grants;
    private final Feed feed;
    private final Presence presence;
    private final ReportDesk reports;
    private final Observation observation;
    private final Limits limits;
    private final GuardCounters counters;
    private final Clock clock;
    private final Admission admission;
    private final Counts<ProviderId> perProvider;
    private final FailedConnects failedConnects;
    private final Publishers publishers;
    private final ClientIds clientIds;
    private final Claims claims;
    private final AtomicLong connections = new AtomicLong();
    private final PublishTurn publishTurn = new PublishTurn();
    private final ReadGate readGate = new ReadGate();
    private volatile boolean lettingIn = true;
    private final LoginTurns quickLogins = new LoginTurns();
    private final ExecutorService logins;

    private final ExecutorService handshakes = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tls-", 0).factory());

    public Guard(
            Verifier verifier,
            LiveGrants grants,
            Feed feed,
            Presence presence,
            ReportDesk reports,
            Observation observation,
            Publishers publishers,
            Claims claims,
            Limits limits,
            MeterRegistry meters,
            Clock clock) {
        this(
                verifier,
                grants,
                feed,
                presence,
                reports,
                observation,
                publishers,
                claims,
                limits,
                meters,
                clock,
                newLogins());
    }

    /** @param logins where logins are verified; it is closed with the guard */
    Guard(
            Verifier verifier,
            LiveGrants grants,
            Feed feed,
            Presence presence,
            ReportDesk reports,
            Observation observation,
            Publishers publishers,
            Claims claims,
            Limits limits,
            MeterRegistry meters,
            Clock clock,
            ExecutorService logins) {
        this.verifier = verifier;
        this.grants = grants;
        this.feed = feed;
        this.presence = presence;
        this.reports = reports;
        this.observation = observation;
        this.publishers = publishers;
        this.claims = claims;
        this.limits = limits;
        counters = new GuardCounters(meters);
        this.clock = clock;
        this.logins = logins;
        Ticker ticker = Ticker.system();
        admission = new Admission(limits.admission(), ticker, meters);
        perProvider = new Counts<>(limits.connectionsPerProvider());
        failedConnects = new FailedConnects(limits.failedLogins(), admission, ticker);
        clientIds = new ClientIds(limits.connectTimeout(), clock);
        Gauge.builder("bellcord.connections", grants, LiveGrants::size)
                .description("Clients that are let in")
                .register(meters);
        for (Role role : Role.values()) {
            Gauge.builder("bellcord.clients", () -> grants.count(role))
                    .description("Clients that are let in, by role")
                    .tag("role", role.code())
                    .register(meters);
        }
    }

    private static ExecutorService newLogins() {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2); // of the processors: it is arithmetic
        return Executors.newFixedThreadPool(
                half, Thread.ofPlatform().name("login-", 0).daemon().factory());
    }

    /**
     * Puts a guard into a pipeline that Moquette has just built.
     *
     * @param proxied whether a PROXY header comes before all else
     */
    void enter(Channel channel, boolean proxied) {
        Tls.offload(channel.pipeline(), handshakes);
        channel.pipeline().addFirst("reads", readGate);
        // A map put and a log line per packet, and a listener per write, which nobody reads here: we count for
        // ourselves.
        channel.pipeline().remove("metrics");
        channel.pipeline().remove("messageLogger");
        channel.pipeline().remove("bytemetrics");
        channel.pipeline().remove("idleEventHandler"); // a client that is silent is ours to end
        PacketEnds.watch(channel.pipeline(), "decoder");
        channel.config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(SMALLEST_READ, USUAL_READ, LARGEST_READ)
                        .maxMessagesPerRead(1));
        // Above the largest that the feed writes at once of buses (Outbox.LARGE_WRITE and a range): while more waits,
        // nothing is read, not even a PINGREQ.
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER_MARK, HIGH_WATER_MARK));
        // One write to the socket for the answers to all that was read at once, and not one for each of a flood of
        // pings; and one for all acknowledgements that a session loop has handed over meanwhile.
        channel.pipeline().addFirst("flushes", new FlushConsolidationHandler(MOST_FLUSHES, true));
        if (Listeners.isWebSocket(channel.pipeline())) { // Moquette knows only frames in one piece
            channel.pipeline()
                    .addAfter(Listeners.WEB_SOCKET, "fragments", new WebSocketFrameAggregator(MOST_FRAME_BYTES));
        }
        ChannelHandlerContext moquette = channel.pipeline().context("handler");
        channel.pipeline().addBefore("handler", "guard", new GuardHandler(this, moquette));
        if (proxied) {
            admission.expectProxyHeader(channel.pipeline());
        }
    }

    /** Called on the connection's event loop. */
    CompletableFuture<Verdict> verify(Connect connect, EventExecutor loop) {
        Presented presented = connect.presented();
        Executor where = verifier.isQuick(presented) ? login -> quickLogins.take(loop, login) : logins;
        return CompletableFuture.supplyAsync(() -> verifier.verify(presented), where);
    }

    /**
     * A name for Moquette to know one connection by, never used twice. Its hash picks Moquette's session loop by
     * {@code Math.abs}, which for this one value stays negative and would throw.
     */
    String nextConnectionId() {
        String id;
        do {
            id = "c" + connections.incrementAndGet();
        } while (id.hashCode() == Integer.MIN_VALUE);
        return id;
    }

    /** From now on each CONNECT is refused: the server is about to stop. */
    public void letNobodyIn() {
        lettingIn = false;
    }

    boolean isLettingIn() {
        return lettingIn;
    }

    /** Counts a client that was not let in, or a packet that went no further. */
    void count(String what, String reason) {
        counters.count(what, reason);
    }

    Admission admission() {
        return admission;
    }

    /** A place among the clients of its provider. The last ones are not for riders who need no token: there may be any number. */
    Optional<Counts<ProviderId>.Place> enter(Grant grant) {
        return grant.proof() instanceof Proof.Nothing
                ? perProvider.enter(grant.provider(), limits.publicRiders())
                : perProvider.enter(grant.provider());
    }

    FailedConnects failedConnects() {
        return failedConnects;
    }

    Publishers publishers() {
        return publishers;
    }

    LiveGrants grants() {
        return grants;
    }

    ClientIds clientIds() {
        return clientIds;
    }

    /** Of client identifiers, among nodes. */
    Claims claims() {
        return claims;
    }

    /** Who asks it hears whether a publish may be done at once, and tells it when that is done. */
    public PublishTurn publishTurn() {
        return publishTurn;
    }

    Feed feed() {
        return feed;
    }

    Presence presence() {
        return presence;
    }

    ReportDesk reports() {
        return reports;
    }

    Observation observation() {
        return observation;
    }

    Limits limits() {
        return limits;
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        logins.shutdownNow();
        handshakes.shutdownNow();
    }
}

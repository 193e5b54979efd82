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
import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** What every connection's guard works with. */
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

    /** What it works with. */
    public record Parts(
            Verifier verifier,
            LiveGrants grants,
            Feed feed,
            Presence presence,
            ReportDesk reports,
            Observation observation,
            Publishers publishers,
            Claims claims) {}

    private final Parts parts;
    private final Limits limits;
    private final GuardCounters counters;
    private final Clock clock;
    private final Admission admission;
    private final Counts<ProviderId> perProvider;
    private final FailedConnects failedConnects;
    private final ClientIds clientIds;
    private final AtomicLong connections = new AtomicLong();
    private final PublishTurn publishTurn = new PublishTurn();
    private volatile boolean lettingIn = true;
    private final LoginTurns quickLogins = new LoginTurns();
    private final ExecutorService logins;

    private final ExecutorService handshakes = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tls-", 0).factory());

    public Guard(Parts parts, Limits limits, MeterRegistry meters, Clock clock) {
        this(parts, limits, meters, clock, newLogins());
    }

    /** @param logins where logins are verified; it is closed with the guard */
    Guard(Parts parts, Limits limits, MeterRegistry meters, Clock clock, ExecutorService logins) {
        this.parts = parts;
        this.limits = limits;
        this.clock = clock;
        this.logins = logins;
        counters = new GuardCounters(meters);
        Ticker ticker = Ticker.system();
        admission = new Admission(limits.admission(), ticker, meters);
        perProvider = new Counts<>(limits.connectionsPerProvider());
        failedConnects = new FailedConnects(limits.failedLogins(), admission, ticker);
        clientIds = new ClientIds(limits.connectTimeout(), clock);
        LiveGrants grants = parts.grants();
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

    /** Where chains of client certificates are looked at, which takes its time. */
    Executor handshakes() {
        return handshakes;
    }

    /** Called on the connection's event loop. */
    CompletableFuture<Verdict> verify(Connect connect, EventExecutor loop) {
        Presented presented = connect.presented();
        Verifier verifier = parts.verifier();
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
        return parts.publishers();
    }

    LiveGrants grants() {
        return parts.grants();
    }

    ClientIds clientIds() {
        return clientIds;
    }

    /** Of client identifiers, among nodes. */
    Claims claims() {
        return parts.claims();
    }

    /** Who asks it hears whether a publish may be done at once, and tells it when that is done. */
    public PublishTurn publishTurn() {
        return publishTurn;
    }

    Feed feed() {
        return parts.feed();
    }

    Presence presence() {
        return parts.presence();
    }

    ReportDesk reports() {
        return parts.reports();
    }

    Observation observation() {
        return parts.observation();
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

package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.cluster.clients.Claims;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.guard.Guard;
import io.bellcord.broker.guard.Limits;
import io.bellcord.broker.guard.Listeners.Listener;
import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.ingest.Ingest;
import io.bellcord.broker.ingest.IngestRules;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.mqtt.JwtAuthenticator;
import io.bellcord.broker.mqtt.MqttServer;
import io.bellcord.broker.mqtt.SessionLoopWatch;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.testing.Credential;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.Stall;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.transit.ProviderId;
import io.jsonwebtoken.Jwts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Very many log in at once: all come in, and who is there already does not wait for them. */
class LoginStormIT {
    private static final int LOGINS = 300;
    private static final int CONNACK = 2;
    private static final int PINGRESP = 13;

    /** Longer than any machine takes: what is tested here is not how fast it is. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(2);

    private record Login(String username, String password) {}

    @Test
    void noLoginWaitsForPostgreSql() {
        try (TestBroker home =
                        TestBroker.start(Map.of("bellcord.mqtt.connect-timeout", CONNECT_TIMEOUT.toSeconds() + "s"));
                Stall postgres = new Stall(home.postgres())) {
            List<Login> logins = logins(home);
            try (Broker broker = home.startAnother(postgres)) {
                postgres.hold();
                List<RawMqtt> bystanders = clients(broker.mqtt(), 10, "bystander", List.of(logins.getFirst()));
                bystanders.forEach(LoginStormIT::expectLetIn);

                List<RawMqtt> storm = clients(broker.mqtt(), LOGINS, "storm", logins);
                bystanders.forEach(LoginStormIT::expectPong);
                storm.forEach(LoginStormIT::expectLetIn);
                storm.forEach(LoginStormIT::expectPong);

                storm.forEach(RawMqtt::close);
                bystanders.forEach(RawMqtt::close);
                postgres.release();
            }
        }
    }

    /** User name and password in every way there is. */
    private static List<Login> logins(TestBroker home) {
        String credential =
                Credential.add(home, "kb", "storm", Optional.empty()).password();
        return List.of(
                new Login("kb", home.token("kb", Role.RIDER)),
                new Login("kb", home.trackerToken("kb", "7")),
                new Login("kb", credential),
                new Login("rsa", byRsa(home)),
                new Login("public", ""));
    }

    private static String byRsa(TestBroker home) {
        return Jwts.builder()
                .header()
                .keyId("k1")
                .and()
                .claim("provider", "rsa")
                .claim("tokenType", "access")
                .claim("role", "rider")
                .expiration(Date.from(Instant.now().plus(Duration.ofHours(1))))
                .signWith(home.rsaKey().getPrivate(), Jwts.SIG.RS256)
                .compact();
    }

    @Test
    void nobodyWaitsForLoginsThatTakeTheirTime() {
        CountDownLatch verified = new CountDownLatch(1);
        AtomicInteger pending = new AtomicInteger();
        try (Door door = new Door(new Guard.Verifier() {
            @Override
            public Verdict verify(Presented presented) {
                if (!isQuick(presented)) {
                    pending.incrementAndGet();
                    awaitUninterrupted(verified);
                }
                return new Verdict.Granted(rider());
            }

            @Override
            public boolean isQuick(Presented presented) {
                return "quick".equals(presented.username());
            }
        })) {
            List<RawMqtt> bystanders = clients(door.address(), 10, "bystander", List.of(login("quick")));
            bystanders.forEach(LoginStormIT::expectLetIn);

            List<RawMqtt> storm = clients(door.address(), LOGINS, "storm", List.of(login("slow")));
            await().atMost(CONNECT_TIMEOUT).until(() -> pending.get() > 0);
            bystanders.forEach(LoginStormIT::expectPong);
            List<RawMqtt> late = clients(door.address(), 10, "late", List.of(login("quick")));
            late.forEach(LoginStormIT::expectLetIn);
            assertThat(storm).noneMatch(RawMqtt::hasMore);

            verified.countDown();
            storm.forEach(LoginStormIT::expectLetIn);
            bystanders.forEach(LoginStormIT::expectPong);
        }
    }

    private static Login login(String username) {
        return new Login(username, "x");
    }

    private static Grant rider() {
        return new Grant(
                new ProviderId("kb"), Role.RIDER, "somebody", Optional.empty(), Instant.MAX, new Proof.Nothing());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All of them have sent their CONNECT, and none has read anything. */
    private static List<RawMqtt> clients(InetSocketAddress address, int count, String name, List<Login> logins) {
        List<RawMqtt> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Login login = logins.get(i % logins.size());
            clients.add(new RawMqtt(address).send(RawMqtt.connect(name + i, login.username(), login.password())));
        }
        return clients;
    }

    private static void expectLetIn(RawMqtt client) {
        RawMqtt.Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(CONNACK);
        assertThat(answer.body()[1]).as("the code of CONNACK").isZero();
    }

    private static void expectPong(RawMqtt client) {
        assertThat(client.send(RawMqtt.ping()).read().type()).isEqualTo(PINGRESP);
    }

    /** Moquette behind a guard that verifies as a test wants it. */
    private static final class Door implements AutoCloseable {
        private final Clock clock = Clock.systemUTC();
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final Presence presence = new Presence();
        private final LiveGrants grants = new LiveGrants(_ -> true);
        private final Board board = new Board(
                new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
                presence,
                meters,
                clock);
        private final SessionLoopWatch watch = new SessionLoopWatch(meters, clock);
        private final Guard guard;
        private final MqttServer server;

        Door(Guard.Verifier verifier) {
            Feed feed = new Feed(board, Duration.ofMillis(20), _ -> CompletableFuture.completedFuture(null), meters);
            Ingest ingest = new Ingest(
                    new IngestRules.Limits(Duration.ofMinutes(1), Duration.ofHours(3), 8 * 1024, 20_000),
                    LastLocations.inMemory(Duration.ofHours(3), clock),
                    List.of(),
                    meters);
            ReportDesk reports = ReportDesk.of(ingest, feed::refused, clock);
            Guard.Parts around = new Guard.Parts(
                    verifier,
                    grants,
                    feed,
                    presence,
                    reports,
                    new Observation(grants, meters, clock),
                    new Publishers(Optional.empty(), Ticker.system()),
                    Claims.none());
            guard = new Guard(around, limits(), meters, clock);
            JwtAuthenticator authenticator = new JwtAuthenticator(
                    new TokenVerifier(() -> new Providers(List.of()), CredentialKey.random(), clock), grants);
            server = MqttServer.start(settings(), guard, authenticator, grants, reports, watch);
        }

        private static Limits limits() {
            return new Limits(
                    CONNECT_TIMEOUT,
                    new Admission.Limits(10_000, 10_000, Rate.perSecond(10_000, 10_000), Networks.parse("127.0.0.0/8")),
                    10_000,
                    10_000,
                    Duration.ofMinutes(10),
                    new Limits.Packets(16 * 1024, 10, 10, 64 * 1024, 64 * 1024, new Limits.TopicNames(256, 8)),
                    new FailedLogins.Rules(10, Duration.ofSeconds(5), 20, Duration.ofSeconds(30)));
        }

        private static MqttServer.Settings settings() {
            Listener plain = new Listener(false);
            return new MqttServer.Settings("127.0.0.1", 0, 0, "/mqtt", 16 * 1024, Optional.empty(), plain, plain);
        }

        InetSocketAddress address() {
            return server.address();
        }

        @Override
        public void close() {
            server.close();
            guard.close();
            watch.close();
            board.close();
        }
    }
}

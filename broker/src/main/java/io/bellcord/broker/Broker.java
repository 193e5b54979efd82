package io.bellcord.broker;

import io.bellcord.broker.accounts.Accounts;
import io.bellcord.broker.accounts.LoginAttempts;
import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.http.health.HealthCheck;
import io.bellcord.broker.http.health.HealthCheck.Meaning;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.RevocationRepository;
import io.bellcord.broker.tls.ServerTls;
import io.bellcord.broker.transit.BusState;
import io.micrometer.core.instrument.Counter;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker. Every part of it is made here, opened in this order and closed in reverse. */
public final class Broker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    /** So long an operator sees that a tracker's credential has ended, and the tracker is told so. */
    private static final Duration ENDED_ARE_KEPT = Duration.ofDays(90);

    private final Wiring wiring;
    private final Optional<ServerTls> tls;
    private final ProviderParts providers;
    private final PositionParts positions;
    private final MqttParts mqtt;
    private final HttpServer http;
    private volatile boolean stopping;

    /** Starts everything, the listeners last: clients come when all is ready. */
    public static Broker start(BrokerConfig config, Clock clock) {
        return new Broker(Wiring.of(config, clock));
    }

    private Broker(Wiring wiring) {
        this.wiring = wiring;
        try {
            tls = tls(wiring);
            providers = ProviderParts.open(wiring);
            positions = PositionParts.open(wiring, providers.directory());
            ReportParts reports = ReportParts.of(wiring, providers, positions);
            Accounts accounts = accounts(wiring, providers);
            wiring.open(housekeeping(accounts));
            HttpParts overHttp = new HttpParts(wiring, providers, positions, reports, accounts);
            mqtt = MqttParts.start(wiring, tls, providers, positions, reports);
            http = overHttp.start(mqtt.server(), checks());
            wiring.open(this::drain);
        } catch (RuntimeException | Error e) {
            wiring.opened().close(); // a failed start leaves no socket or thread behind
            throw e;
        }
        logReady();
    }

    private void logReady() {
        log.info(
                "Ready mqtt={} websocket={} tls={} http={} providers={}",
                mqtt(),
                webSocket(),
                tlsAddresses(),
                http(),
                providers().list().size());
    }

    private static Optional<ServerTls> tls(Wiring wiring) {
        Duration reload = wiring.config().tls().reloadInterval();
        return wiring.settings()
                .certificate()
                .map(files -> wiring.open(ServerTls.open(files, reload, wiring.clock(), wiring.meters())));
    }

    private static Accounts accounts(Wiring wiring, ProviderParts providers) {
        Passwords passwords = wiring.open(new Passwords(wiring.meters()));
        var attempts = new LoginAttempts(wiring.config().limits().trustedNetworks(), wiring.clock());
        return new Accounts(
                providers.database(),
                providers.directory()::providers,
                passwords,
                attempts,
                wiring.settings().accounts(),
                wiring.clock());
    }

    private Housekeeping housekeeping(Accounts accounts) {
        Database database = providers.database();
        Clock clock = wiring.clock();
        return new Housekeeping(
                positions.current()::purge,
                positions.stored()::purge,
                accounts::purge,
                () -> new RevocationRepository(database).purge(clock.instant()),
                () -> new CredentialRepository(database).purge(clock.instant().minus(ENDED_ARE_KEPT)));
    }

    private String tlsAddresses() {
        return mqttTls()
                .map(address -> address + "," + webSocketTls().orElseThrow())
                .orElse("off (bellcord.tls.certificate is not set)");
    }

    private List<HealthCheck> checks() {
        return List.of(
                new HealthCheck("stopping", Meaning.NOT_READY, this::stoppingProblem),
                new HealthCheck("redis", positions::problem),
                new HealthCheck("cluster", positions.cluster()::problem),
                new HealthCheck("postgres", providers::problem),
                new HealthCheck("tls", () -> tls.flatMap(ServerTls::problem)),
                new HealthCheck("jwks", providers.jwks()::problem),
                new HealthCheck("mqtt", mqtt.sessionLoops()::problem),
                new HealthCheck("session_loops", Meaning.NOT_ALIVE, mqtt.sessionLoops()::stuckForGood),
                new HealthCheck("event_loops", Meaning.NOT_ALIVE, mqtt.eventLoops()::problem));
    }

    /** What is open serves on meanwhile, so that health is told of it. */
    private void drain() {
        Duration longest = wiring.config().shutdown().drain();
        stopping = true;
        log.info("Stopping clients={} within={}", providers.grants().size(), longest);
        mqtt.server().drain(longest);
    }

    private Optional<String> stoppingProblem() {
        return stopping ? Optional.of("this node is stopping: its clients are told to go") : Optional.empty();
    }

    public BrokerStatus status() {
        LiveGrants grants = providers.grants();
        return new BrokerStatus(
                positions.board().count(BusState.LIVE),
                count("bellcord.positions"),
                count("bellcord.refused"),
                grants.count(Role.TRACKER) + grants.count(Role.DRIVER),
                grants.count(Role.RIDER),
                positions.problem(),
                providers.problem());
    }

    private long count(String counters) {
        return (long) wiring.meters().find(counters).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The providers as they are known now. */
    public Providers providers() {
        return providers.directory().providers();
    }

    /** Where MQTT over TCP is served. */
    public InetSocketAddress mqtt() {
        return mqtt.server().address();
    }

    /** Where MQTT over WebSocket is served. */
    public InetSocketAddress webSocket() {
        return mqtt.server().webSocketAddress();
    }

    /** Where MQTT over TLS is served; empty without a certificate. */
    public Optional<InetSocketAddress> mqttTls() {
        return mqtt.server().tlsAddress();
    }

    /** Where MQTT over WebSocket over TLS is served; empty without a certificate. */
    public Optional<InetSocketAddress> webSocketTls() {
        return mqtt.server().webSocketTlsAddress();
    }

    /** Every operation that is served over HTTP: {@code GET /health/live}. */
    public Set<String> operations() {
        return http.operations();
    }

    /** Where HTTP is served. */
    public InetSocketAddress http() {
        return http.address();
    }

    @Override
    public void close() {
        wiring.opened().close();
        log.info("Stopped");
    }
}

package io.bellcord.broker;

import io.bellcord.broker.audit.Actor;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.audit.RefusalsTimer;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.guard.Guard;
import io.bellcord.broker.http.HealthCheck;
import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.ingest.Ingest;
import io.bellcord.broker.ingest.IngestRules;
import io.bellcord.broker.mqtt.JwtAuthenticator;
import io.bellcord.broker.mqtt.MqttServer;
import io.bellcord.broker.mqtt.ReportDesk;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionLoader;
import io.bellcord.broker.positions.PositionWriter;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderDirectory;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.transit.BusState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker. Every part of it is made here, opened in this order and closed in reverse. */
public final class Broker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    private final Opened opened = new Opened();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LiveGrants grants;
    private final ProviderDirectory directory;
    private final PositionWriter writer;
    private final Board board;
    private final MqttServer mqtt;
    private final HttpServer http;

    /** Starts everything, the listeners last: clients come when all is ready. */
    public static Broker start(BrokerConfig config, Clock clock) {
        return new Broker(config, clock);
    }

    private Broker(BrokerConfig config, Clock clock) {
        try {
            opened.add(meters::close);
            Database database = opened.add(Database.open(settings(config.postgres())));
            database.migrate();
            opened.add(RefusalsTimer.start(meters, new AuditLog(database), clock));
            directory = opened.add(ProviderDirectory.open(database, clock));

            grants = new LiveGrants(grant -> grant.stillHolds(directory.providers(), clock.instant()));

            Duration retention = config.positions().retention();
            Redis redis = opened.add(Redis.connect(config.redis().url()));
            LastLocations stored = opened.add(LastLocations.in(redis, retention, clock, meters));
            LastLocations current = opened.add(LastLocations.inMemory(retention, clock));
            writer = PositionWriter.start(stored, clock, meters);
            opened.add(() -> writer.close(config.shutdown().grace()));
            opened.add(new Housekeeping(current, stored));

            Presence presence = new Presence();
            board = opened.add(new Board(stateRules(config), presence, meters, clock));
            PositionLoader loader = opened.add(new PositionLoader(stored, current, board::accept));
            loader.loadAll(
                    directory.providers().list().stream().map(Provider::id).toList());
            Feed feed = new Feed(board, config.feed().tick(), loader::ensureLoaded, meters);
            Ingest ingest = new Ingest(limits(config.ingest()), current, List.of(writer::offer, board::accept), meters);

            TokenVerifier tokens = new TokenVerifier(directory::providers, clock);
            directory.onChange(_ -> grants.recheck());
            JwtAuthenticator authenticator = new JwtAuthenticator(tokens, grants);
            ReportDesk reports = new ReportDesk(ingest, feed, clock);
            Guard guard = opened.add(
                    new Guard(authenticator, grants, feed, presence, reports, limits(config.mqtt()), meters, clock));

            http = opened.add(
                    HttpServer.start(config.http().host(), config.http().port(), checks(), meters));
            mqtt = opened.add(MqttServer.start(listeners(config), guard, authenticator, grants, reports));
        } catch (RuntimeException | Error e) {
            opened.close(); // a failed start leaves no socket or thread behind
            throw e;
        }
        log.info(
                "Ready mqtt={} websocket={} http={} providers={}",
                mqtt.address(),
                mqtt.webSocketAddress(),
                http.address(),
                directory.providers().list().size());
    }

    private static DatabaseSettings settings(BrokerConfig.Postgres postgres) {
        return new DatabaseSettings(postgres.url(), postgres.user(), postgres.password(), postgres.poolSize())
                .by(Actor.node());
    }

    private static StateRules stateRules(BrokerConfig config) {
        return new StateRules(
                config.states().staleAfter(),
                config.states().offlineAfter(),
                config.positions().retention());
    }

    private static IngestRules.Limits limits(BrokerConfig.Ingest ingest) {
        return new IngestRules.Limits(ingest.maxFuture(), ingest.maxAge(), ingest.maxPayload());
    }

    private static Guard.Limits limits(BrokerConfig.Mqtt mqtt) {
        return new Guard.Limits(mqtt.connectTimeout(), mqtt.maxPacket(), mqtt.maxFilters());
    }

    private static MqttServer.Settings listeners(BrokerConfig config) {
        return new MqttServer.Settings(
                config.mqtt().host(),
                config.mqtt().port(),
                config.websocket().port(),
                config.websocket().path(),
                config.mqtt().maxPacket());
    }

    private List<HealthCheck> checks() {
        return List.of(
                new HealthCheck("redis", this::redisProblem), new HealthCheck("postgres", this::postgresProblem));
    }

    private Optional<String> redisProblem() {
        return writer.failingSince()
                .map(since -> "positions are not stored since " + since + "; riders still get them live");
    }

    private Optional<String> postgresProblem() {
        return directory
                .failingSince()
                .map(since -> "providers are not refreshed since " + since + "; those known then still hold");
    }

    public BrokerStatus status() {
        return new BrokerStatus(
                board.count(BusState.LIVE),
                count("bellcord.positions"),
                count("bellcord.refused"),
                grants.count(Role.TRACKER) + grants.count(Role.DRIVER),
                grants.count(Role.RIDER),
                redisProblem(),
                postgresProblem());
    }

    private long count(String counters) {
        return (long) meters.find(counters).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The providers as they are known now. */
    public Providers providers() {
        return directory.providers();
    }

    /** Where MQTT over TCP is served. */
    public InetSocketAddress mqtt() {
        return mqtt.address();
    }

    /** Where MQTT over WebSocket is served. */
    public InetSocketAddress webSocket() {
        return mqtt.webSocketAddress();
    }

    /** Where HTTP is served. */
    public InetSocketAddress http() {
        return http.address();
    }

    @Override
    public void close() {
        opened.close();
        log.info("Stopped");
    }
}

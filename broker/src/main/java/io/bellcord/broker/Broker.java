package io.bellcord.broker;

import io.bellcord.broker.accounts.Accounts;
import io.bellcord.broker.accounts.LoginAttempts;
import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.audit.RefusalsTimer;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.jwks.JwksRefresher;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.gtfs.GtfsDirectory;
import io.bellcord.broker.gtfsrt.RiderBeat;
import io.bellcord.broker.gtfsrt.VehiclePositions;
import io.bellcord.broker.guard.Guard;
import io.bellcord.broker.http.AccountCalls;
import io.bellcord.broker.http.AnswerCounts;
import io.bellcord.broker.http.Callers;
import io.bellcord.broker.http.Cors;
import io.bellcord.broker.http.EnvelopeRoutes;
import io.bellcord.broker.http.FailedTokens;
import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.http.LocationCall;
import io.bellcord.broker.http.Reporting;
import io.bellcord.broker.http.api.ApiRoutes;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.http.api.Gate;
import io.bellcord.broker.http.docs.DocsRoutes;
import io.bellcord.broker.http.gtfs.GtfsCalls;
import io.bellcord.broker.http.health.HealthCheck;
import io.bellcord.broker.http.health.HealthCheck.Meaning;
import io.bellcord.broker.http.health.HealthRoutes;
import io.bellcord.broker.http.map.MapPages;
import io.bellcord.broker.http.ops.BusLog;
import io.bellcord.broker.http.ops.CredentialCalls;
import io.bellcord.broker.http.ops.FleetCalls;
import io.bellcord.broker.http.osmand.OsmandRoutes;
import io.bellcord.broker.ingest.Ingest;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.ingest.TripRules;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.metrics.ProcessFigures;
import io.bellcord.broker.mqtt.BufferFigures;
import io.bellcord.broker.mqtt.EventLoopWatch;
import io.bellcord.broker.mqtt.JwtAuthenticator;
import io.bellcord.broker.mqtt.MqttServer;
import io.bellcord.broker.mqtt.SessionLoopWatch;
import io.bellcord.broker.observe.FleetFigures;
import io.bellcord.broker.observe.LoginAge;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.observe.ObservedDesk;
import io.bellcord.broker.observe.ObservedJson;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionLoader;
import io.bellcord.broker.positions.PositionWriter;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.Installation;
import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderDirectory;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.RevocationRepository;
import io.bellcord.broker.provider.TrackerCredentials;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.tls.ServerTls;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker. Every part of it is made here, opened in this order and closed in reverse. */
public final class Broker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    /** So long an operator sees that a tracker's credential has ended, and the tracker is told so. */
    private static final Duration ENDED_ARE_KEPT = Duration.ofDays(90);

    private final Opened opened = new Opened();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LiveGrants grants;
    private final ProviderDirectory directory;
    private final JwksRefresher jwks;
    private final PositionWriter writer;
    private final Board board;
    private final Optional<ServerTls> tls;
    private final SessionLoopWatch sessionLoops;
    private final EventLoopWatch eventLoops;
    private final MqttServer mqtt;
    private final HttpServer http;

    /** Starts everything, the listeners last: clients come when all is ready. */
    public static Broker start(BrokerConfig config, Clock clock) {
        return new Broker(config, clock);
    }

    /** What a position comes by once it is accepted. */
    private record Journey(
            LastLocations stored,
            LastLocations current,
            PositionWriter writer,
            Board board,
            Presence presence,
            Function<ProviderId, CompletableFuture<Void>> loader,
            Feed feed) {}

    private Broker(BrokerConfig config, Clock clock) {
        try {
            PartSettings settings = new PartSettings(config);
            opened.add(meters::close);
            ProcessFigures.register(meters);
            BufferFigures.register(meters);
            tls = settings.certificate()
                    .map(files -> opened.add(ServerTls.open(files, config.tls().reloadInterval(), clock, meters)));
            Database database = database(settings, clock);
            directory = opened.add(ProviderDirectory.open(database, clock));
            countProviders();
            grants = new LiveGrants(grant -> grant.stillHolds(directory.providers(), clock.instant()));

            Journey journey = journey(config, settings, clock);
            writer = journey.writer();
            board = journey.board();
            GtfsDirectory gtfs = opened.add(GtfsDirectory.open(database));
            VehiclePositions vehiclePositions = vehiclePositions(config, journey, gtfs, clock);
            Ingest ingest = new Ingest(
                    settings.ingest(),
                    new TripRules(settings.unknownTrips(), gtfs::find, meters),
                    journey.current(),
                    List.of(writer::offer, board::accept),
                    meters);
            Observation observation = new Observation(grants, meters, clock);
            FleetFigures figures = new FleetFigures(config.positions().retention(), clock);
            ReportDesk reports =
                    new ObservedDesk(figures.over(ReportDesk.of(ingest, journey.feed()::refused, clock)), observation);

            CredentialKey credentialKey =
                    Installation.credentialKey(database, config.credentials().key());
            TokenVerifier tokens = new TokenVerifier(directory::providers, credentialKey, clock);
            directory.onChange(_ -> grants.recheck());
            jwks = opened.add(JwksRefresher.start(new JwksRepository(database), settings.jwks(), meters, clock));
            JwtAuthenticator authenticator = new JwtAuthenticator(tokens, grants);
            Publishers publishers = new Publishers(settings.publishes(), Ticker.system());
            Guard guard = opened.add(new Guard(
                    authenticator,
                    grants,
                    journey.feed(),
                    journey.presence(),
                    reports,
                    observation,
                    publishers,
                    settings.guard(),
                    meters,
                    clock));

            Accounts accounts = accounts(config, settings, database, clock);
            opened.add(housekeeping(journey, accounts, database, clock));
            FailedTokens failedTokens =
                    new FailedTokens(settings.failedLogins(), config.limits().trustedNetworks(), Ticker.system());
            Callers callers = new Callers(tokens, grants, failedTokens);
            Cors cors = new Cors(config.http().corsOrigins());
            AnswerCounts counts = new AnswerCounts(meters);
            Reporting reporting = new Reporting(publishers, reports);
            OsmandRoutes osmand = new OsmandRoutes(callers, reporting, counts, clock);
            EnvelopeRoutes envelopes = new EnvelopeRoutes(
                    new AccountCalls(accounts, config.limits().trustedNetworks(), failedTokens),
                    new LocationCall(callers, reporting),
                    cors,
                    counts);
            Gate gate = new Gate(callers, config.limits().trustedNetworks(), settings.apiCalls(), Ticker.system());
            ApiParts parts = new ApiParts(config, settings, directory, journey.loader(), board, meters, clock);
            BusLog busLog = new BusLog(
                    grants,
                    observation,
                    new ObservedJson(new LoginAge(new CredentialRepository(database))::issuedAt),
                    settings.streaming());
            GtfsCalls timetables = new GtfsCalls(gtfs::find, vehiclePositions);
            List<Call> calls = Stream.of(
                            parts.calls(database),
                            timetables.calls(),
                            List.of(busLog.call()),
                            operatorCalls(figures, database, credentialKey, clock))
                    .flatMap(List::stream)
                    .toList();
            ApiRoutes api = new ApiRoutes(calls, gate, cors, counts);
            sessionLoops = opened.add(new SessionLoopWatch(meters, clock));
            mqtt = opened.add(
                    MqttServer.start(settings.listeners(tls), guard, authenticator, grants, reports, sessionLoops));
            eventLoops = opened.add(EventLoopWatch.start(mqtt, meters, Ticker.system()));
            http = opened.add(HttpServer.start(
                    config.http().host(),
                    config.http().port(),
                    settings.http(),
                    meters,
                    List.of(
                            new HealthRoutes(checks(), meters),
                            envelopes,
                            osmand,
                            api,
                            new DocsRoutes(),
                            new MapPages(settings.map(mqtt), clock))));
            opened.add(parts); // so that streams end before the server does
        } catch (RuntimeException | Error e) {
            opened.close(); // a failed start leaves no socket or thread behind
            throw e;
        }
        log.info(
                "Ready mqtt={} websocket={} tls={} http={} providers={}",
                mqtt.address(),
                mqtt.webSocketAddress(),
                tlsAddresses(),
                http.address(),
                directory.providers().list().size());
    }

    private void countProviders() {
        for (boolean enabled : List.of(true, false)) {
            Gauge.builder("bellcord.providers", () -> directory.providers().count(enabled))
                    .description("Providers, by whether they are enabled")
                    .tag("enabled", Boolean.toString(enabled))
                    .register(meters);
        }
    }

    private Database database(PartSettings settings, Clock clock) {
        Database database = opened.add(Database.open(settings.database()));
        database.migrate();
        opened.add(RefusalsTimer.start(meters, new AuditLog(database), clock));
        return database;
    }

    private Journey journey(BrokerConfig config, PartSettings settings, Clock clock) {
        Duration retention = config.positions().retention();
        Redis redis = opened.add(Redis.connect(config.redis().url()));
        LastLocations stored = opened.add(LastLocations.in(redis, retention, clock, meters));
        LastLocations current = opened.add(LastLocations.inMemory(retention, clock));
        PositionWriter toStore = PositionWriter.start(stored, clock, meters);
        opened.add(() -> toStore.close(config.shutdown().grace()));

        Presence presence = new Presence();
        Board picture = opened.add(new Board(settings.states(), presence, meters, clock));
        PositionLoader loader = opened.add(new PositionLoader(stored, current, picture::accept));
        loader.loadAll(directory.providers().list().stream().map(Provider::id).toList());
        Feed feed = new Feed(
                picture,
                settings.feed(),
                loader::ensureLoaded,
                id -> directory.providers().find(id).flatMap(Provider::minInterval),
                meters,
                Ticker.system());
        return new Journey(stored, current, toStore, picture, presence, loader::ensureLoaded, feed);
    }

    private Accounts accounts(BrokerConfig config, PartSettings settings, Database database, Clock clock) {
        Passwords passwords = opened.add(new Passwords(meters));
        var attempts = new LoginAttempts(config.limits().trustedNetworks(), clock);
        return new Accounts(database, directory::providers, passwords, attempts, settings.accounts(), clock);
    }

    private List<Call> operatorCalls(
            FleetFigures figures, Database database, CredentialKey credentialKey, Clock clock) {
        var credentials = new TrackerCredentials(new CredentialRepository(database), credentialKey, clock);
        return Stream.of(
                        new FleetCalls(board::list, figures::of).calls(),
                        new CredentialCalls(credentials, clock).calls())
                .flatMap(List::stream)
                .toList();
    }

    private VehiclePositions vehiclePositions(BrokerConfig config, Journey journey, GtfsDirectory gtfs, Clock clock) {
        var positions = new VehiclePositions(
                journey.board(), gtfs::find, config.gtfsRealtime().maxAge(), clock, meters);
        opened.add(
                RiderBeat.start(positions, journey.feed(), config.gtfsRealtime().interval()));
        return positions;
    }

    private static Housekeeping housekeeping(Journey journey, Accounts accounts, Database database, Clock clock) {
        return new Housekeeping(
                journey.current()::purge,
                journey.stored()::purge,
                accounts::purge,
                () -> new RevocationRepository(database).purge(clock.instant()),
                () -> new CredentialRepository(database).purge(clock.instant().minus(ENDED_ARE_KEPT)));
    }

    private String tlsAddresses() {
        return mqtt.tlsAddress()
                .map(address -> address + "," + mqtt.webSocketTlsAddress().orElseThrow())
                .orElse("off (bellcord.tls.certificate is not set)");
    }

    private List<HealthCheck> checks() {
        return List.of(
                new HealthCheck("redis", this::redisProblem),
                new HealthCheck("postgres", this::postgresProblem),
                new HealthCheck("tls", () -> tls.flatMap(ServerTls::problem)),
                new HealthCheck("jwks", jwks::problem),
                new HealthCheck("mqtt", sessionLoops::problem),
                new HealthCheck("session_loops", Meaning.NOT_ALIVE, sessionLoops::stuckForGood),
                new HealthCheck("event_loops", Meaning.NOT_ALIVE, eventLoops::problem));
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

    /** Where MQTT over TLS is served; empty without a certificate. */
    public Optional<InetSocketAddress> mqttTls() {
        return mqtt.tlsAddress();
    }

    /** Where MQTT over WebSocket over TLS is served; empty without a certificate. */
    public Optional<InetSocketAddress> webSocketTls() {
        return mqtt.webSocketTlsAddress();
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
        opened.close();
        log.info("Stopped");
    }
}

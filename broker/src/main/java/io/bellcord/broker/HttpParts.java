package io.bellcord.broker;

import io.bellcord.broker.accounts.Accounts;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.gtfsrt.RiderBeat;
import io.bellcord.broker.gtfsrt.VehiclePositions;
import io.bellcord.broker.http.AccountCalls;
import io.bellcord.broker.http.AnswerCounts;
import io.bellcord.broker.http.CallRate;
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
import io.bellcord.broker.http.fleet.Stored;
import io.bellcord.broker.http.gtfs.GtfsCalls;
import io.bellcord.broker.http.health.HealthCheck;
import io.bellcord.broker.http.health.HealthRoutes;
import io.bellcord.broker.http.health.MetricsRoutes;
import io.bellcord.broker.http.map.MapPages;
import io.bellcord.broker.http.ops.BusLog;
import io.bellcord.broker.http.ops.CredentialCalls;
import io.bellcord.broker.http.ops.FleetCalls;
import io.bellcord.broker.http.osmand.OsmandRoutes;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.mqtt.MqttServer;
import io.bellcord.broker.observe.LoginAge;
import io.bellcord.broker.observe.ObservedJson;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.TrackerCredentials;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is answered over HTTP, on one server. */
final class HttpParts {
    private final Wiring wiring;
    private final ProviderParts providers;
    private final PositionParts positions;
    private final ReportParts reports;
    private final Accounts accounts;
    private final FailedTokens failedTokens;
    private final Callers callers;
    private final Cors cors;
    private final AnswerCounts counts;
    private final VehiclePositions vehiclePositions;
    private final Stored stored;

    HttpParts(Wiring wiring, ProviderParts providers, PositionParts positions, ReportParts reports, Accounts accounts) {
        this.wiring = wiring;
        this.providers = providers;
        this.positions = positions;
        this.reports = reports;
        this.accounts = accounts;
        PartSettings settings = wiring.settings();
        failedTokens = new FailedTokens(settings.failedLogins(), trusted(), Ticker.system());
        callers = new Callers(providers.tokens(), providers.grants(), failedTokens);
        cors = new Cors(wiring.config().http().corsOrigins());
        counts = new AnswerCounts(wiring.meters());
        vehiclePositions = vehiclePositions();
        stored = new Stored(positions.follow());
    }

    /** @param mqtt where the map page finds the live feed */
    HttpServer start(MqttServer mqtt, List<HealthCheck> checks) {
        BrokerConfig.Http http = wiring.config().http();
        ApiParts riders = new ApiParts(wiring, providers.directory(), positions.board(), stored);
        positions.cluster().followWhile(riders::isWatched);
        MapPages pages = new MapPages(wiring.settings().map(mqtt), wiring.clock());
        HttpServer server = wiring.open(HttpServer.start(
                http.host(),
                http.port(),
                wiring.settings().http(),
                wiring.meters(),
                List.of(
                        new HealthRoutes(checks, wiring.meters()),
                        new MetricsRoutes(wiring.meters(), callRate(), counts),
                        envelopes(),
                        osmand(),
                        api(riders),
                        new DocsRoutes(),
                        pages)));
        wiring.open(riders); // so that streams end before the server does
        return server;
    }

    private EnvelopeRoutes envelopes() {
        return new EnvelopeRoutes(
                new AccountCalls(accounts, trusted(), failedTokens),
                new LocationCall(callers, reporting()),
                cors,
                counts);
    }

    private OsmandRoutes osmand() {
        return new OsmandRoutes(callers, reporting(), counts, wiring.clock());
    }

    private Reporting reporting() {
        return new Reporting(reports.publishers(), reports.desk());
    }

    private ApiRoutes api(ApiParts riders) {
        GtfsCalls timetables = new GtfsCalls(providers.timetables()::find, stored.before(vehiclePositions::newest));
        List<Call> calls = Stream.of(
                        riders.calls(providers.database()),
                        timetables.calls(),
                        List.of(busLog().call()),
                        new FleetCalls(stored.before(positions.board()::list), reports.figures()::of).calls(),
                        credentials().calls())
                .flatMap(List::stream)
                .toList();
        Gate gate = new Gate(callers, callRate(), wiring.settings().apiCalls(), Ticker.system());
        return new ApiRoutes(calls, gate, cors, counts);
    }

    private CallRate callRate() {
        return new CallRate(wiring.settings().apiCalls(), trusted(), Ticker.system());
    }

    private VehiclePositions vehiclePositions() {
        BrokerConfig.GtfsRealtime gtfs = wiring.config().gtfsRealtime();
        var written = new VehiclePositions(
                positions.board(),
                providers.timetables()::find,
                providers::busNames,
                gtfs.maxAge(),
                wiring.clock(),
                wiring.meters());
        wiring.open(RiderBeat.start(written, positions.feed(), gtfs.interval()));
        return written;
    }

    private BusLog busLog() {
        var ages = new LoginAge(new CredentialRepository(providers.database()));
        return new BusLog(
                providers.grants(),
                reports.observation(),
                new ObservedJson(ages::issuedAt),
                wiring.settings().streaming());
    }

    private CredentialCalls credentials() {
        var credentials = new TrackerCredentials(
                new CredentialRepository(providers.database()), providers.credentialKey(), wiring.clock());
        return new CredentialCalls(credentials, wiring.clock());
    }

    private Networks trusted() {
        return wiring.config().limits().trustedNetworks();
    }
}

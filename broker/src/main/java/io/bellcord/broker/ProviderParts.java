package io.bellcord.broker;

import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.audit.RefusalsTimer;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.jwks.JwksRefresher;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.ClockWatch;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.GtfsDirectory;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.Installation;
import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderDirectory;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may do what: PostgreSQL, the copy of it that every decision is taken from, and who is connected by it. */
record ProviderParts(
        Database database,
        ClockWatch clocks,
        ProviderDirectory directory,
        GtfsDirectory timetables,
        LiveGrants grants,
        CredentialKey credentialKey,
        TokenVerifier tokens,
        JwksRefresher jwks) {
    static ProviderParts open(Wiring wiring) {
        BrokerConfig config = wiring.config();
        Clock clock = wiring.clock();
        Database database = wiring.open(Database.open(wiring.settings().database()));
        database.migrate();
        wiring.open(RefusalsTimer.start(wiring.meters(), new AuditLog(database), clock));
        ProviderDirectory directory = wiring.open(ProviderDirectory.open(database, clock));
        count(directory, wiring.meters());
        LiveGrants grants = new LiveGrants(grant -> grant.stillHolds(directory.providers(), clock.instant()));
        directory.onChange(_ -> grants.recheck());
        CredentialKey credentialKey =
                Installation.credentialKey(database, config.credentials().key());
        JwksRefresher jwks = wiring.open(JwksRefresher.start(
                new JwksRepository(database), wiring.settings().jwks(), wiring.meters(), clock));
        return new ProviderParts(
                database,
                wiring.open(ClockWatch.start(database, clock)),
                directory,
                wiring.open(GtfsDirectory.open(database)),
                grants,
                credentialKey,
                new TokenVerifier(directory::providers, credentialKey, clock),
                jwks);
    }

    private static void count(ProviderDirectory directory, MeterRegistry meters) {
        for (boolean enabled : List.of(true, false)) {
            Gauge.builder("bellcord.providers", () -> directory.providers().count(enabled))
                    .description("Providers, by whether they are enabled")
                    .tag("enabled", Boolean.toString(enabled))
                    .register(meters);
        }
    }

    /** What people call those buses of a provider that have a name beside their id. */
    Map<BusId, String> busNames(ProviderId provider) {
        return directory.providers().find(provider).map(Provider::busNames).orElse(Map.of());
    }

    /** What keeps PostgreSQL's word from being the newest. */
    Optional<String> problem() {
        return directory
                .failingSince()
                .map(since -> "providers are not refreshed since " + since + "; those known then still hold");
    }
}

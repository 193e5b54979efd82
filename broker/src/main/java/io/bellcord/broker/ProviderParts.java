package io.bellcord.broker;

import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.audit.RefusalsTimer;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.jwks.JwksRefresher;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.GtfsDirectory;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.Installation;
import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.ProviderDirectory;
import java.time.Clock;
import java.util.Optional;

/** Who may do what: PostgreSQL, the copy of it that every decision is taken from, and who is connected by it. */
record ProviderParts(
        Database database,
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
        LiveGrants grants = new LiveGrants(grant -> grant.stillHolds(directory.providers(), clock.instant()));
        directory.onChange(_ -> grants.recheck());
        CredentialKey credentialKey =
                Installation.credentialKey(database, config.credentials().key());
        JwksRefresher jwks = wiring.open(JwksRefresher.start(
                new JwksRepository(database), wiring.settings().jwks(), wiring.meters(), clock));
        return new ProviderParts(
                database,
                directory,
                wiring.open(GtfsDirectory.open(database)),
                grants,
                credentialKey,
                new TokenVerifier(directory::providers, credentialKey, clock),
                jwks);
    }

    /** What keeps PostgreSQL's word from being the newest. */
    Optional<String> problem() {
        return directory
                .failingSince()
                .map(since -> "providers are not refreshed since " + since + "; those known then still hold");
    }
}

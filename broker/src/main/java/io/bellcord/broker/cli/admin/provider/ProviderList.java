package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.MinInterval;
import io.bellcord.broker.cli.admin.action.Table;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists all providers, with how many of their keys and credentials count.")
final class ProviderList extends AdminAction {
    private final Clock clock;

    ProviderList(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        List<Provider> providers = new ProviderRepository(database).list();
        Instant now = clock.instant();
        Map<ProviderId, Integer> credentials = new CredentialRepository(database).countActive(now);
        var table = new Table("ID", "NAME", "ENABLED", "PUBLIC READ", "MIN INTERVAL", "VALID KEYS", "CREDENTIALS");
        for (Provider provider : providers) {
            table.row(
                    provider.id().value(),
                    provider.name(),
                    provider.enabled() ? "yes" : "no",
                    provider.publicRead() ? "yes" : "no",
                    MinInterval.text(provider),
                    provider.activeKeys(now).size() + " of " + provider.keys().size(),
                    Integer.toString(credentials.getOrDefault(provider.id(), 0)));
        }
        return new Answer(
                table.lines(),
                Answer.object(
                        "providers",
                        providers.stream()
                                .map(provider -> json(provider, credentials.getOrDefault(provider.id(), 0), now))
                                .toList()));
    }

    private static Map<String, Object> json(Provider provider, int credentials, Instant now) {
        return Answer.object(
                "id", provider.id().value(),
                "name", provider.name(),
                "enabled", provider.enabled(),
                "publicRead", provider.publicRead(),
                "minIntervalMs", MinInterval.json(provider),
                "validKeys",
                        provider.activeKeys(now).stream().map(ProviderKey::kid).toList(),
                "validCredentials", credentials);
    }
}

package io.bellcord.broker.cli.admin.ca;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Table;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.ClientAuthority;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists a provider's certificate authorities, the newest first.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class CaList extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose authorities.")
    private ProviderId provider;

    CaList(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        List<ClientAuthority> authorities =
                new ProviderRepository(database).get(provider).authorities().list();
        Instant now = clock.instant();
        var table = new Table("FINGERPRINT", "NAME", "VALID", "NOT AFTER");
        for (ClientAuthority one : authorities) {
            table.row(
                    one.fingerprint(),
                    one.name(),
                    one.isActive(now) ? "yes" : "no",
                    one.notAfter().toString());
        }
        return new Answer(
                table.lines(),
                Answer.object(
                        "provider",
                        provider.value(),
                        "authorities",
                        authorities.stream().map(one -> json(one, now)).toList()));
    }

    private static Map<String, Object> json(ClientAuthority one, Instant now) {
        return Answer.object(
                "fingerprint", one.fingerprint(),
                "name", one.name(),
                "valid", one.isActive(now),
                "notAfter", one.notAfter().toString());
    }
}

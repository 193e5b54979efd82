package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Table;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.CredentialRepository.Listed;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists the credentials of a provider's trackers; no secrets.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class TrackerList extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose buses.")
    private ProviderId provider;

    @Option(names = "--bus", paramLabel = "BUS", description = "Only this bus's.")
    private Optional<BusId> bus = Optional.empty();

    TrackerList(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        new ProviderRepository(database).get(provider); // or it says which there are
        List<Listed> all = new CredentialRepository(database).list(provider, bus);
        Instant now = clock.instant();
        var table = new Table("BUS", "ID", "VALID", "ADDED", "NOT AFTER");
        for (Listed one : all) {
            table.row(
                    one.credential().bus().value(),
                    one.id(),
                    one.credential().isActive(now) ? "yes" : "no",
                    one.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    one.credential().notAfter().map(Instant::toString).orElse("-"));
        }
        return new Answer(
                table.lines(),
                Answer.object(
                        "provider",
                        provider.value(),
                        "credentials",
                        all.stream().map(one -> json(one, now)).toList()));
    }

    private static Map<String, Object> json(Listed one, Instant now) {
        return Answer.object(
                "bus", one.credential().bus().value(),
                "id", one.id(),
                "valid", one.credential().isActive(now),
                "addedAt", one.createdAt().toString(),
                "notAfter", one.credential().notAfter().map(Instant::toString));
    }
}

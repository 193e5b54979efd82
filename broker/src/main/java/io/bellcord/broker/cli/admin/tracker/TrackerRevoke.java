package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "revoke",
        description = "Revokes the credentials of a bus, or one of them, and closes connections made with them.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class TrackerRevoke extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose bus it is.")
    private ProviderId provider;

    @Option(names = "--bus", required = true, paramLabel = "BUS", description = "The bus they are for.")
    private BusId bus;

    @Option(names = "--id", paramLabel = "ID", description = "Only this one; see: admin tracker list.")
    private Optional<String> id = Optional.empty();

    TrackerRevoke(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        int revoked = new CredentialRepository(database).revoke(provider, bus, id, clock.instant());
        return new Answer(
                "Revoked " + revoked + (revoked == 1 ? " credential" : " credentials") + " of bus " + bus
                        + " of provider " + provider,
                Answer.object("provider", provider.value(), "bus", bus.value(), "revoked", revoked));
    }
}

package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "retire",
        description = "Ends a key: from now on its tokens do not count, and connections made with them are closed.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class KeyRetire extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose key it is.")
    private ProviderId provider;

    @Option(names = "--kid", required = true, paramLabel = "KID", description = "Which; see: admin key list.")
    private String kid;

    KeyRetire(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        Instant now = clock.instant();
        new ProviderRepository(database).retireKey(provider, kid, now);
        return new Answer(
                "Retired key " + kid + " of provider " + provider,
                Answer.object("provider", provider.value(), "kid", kid, "retiredAt", now.toString()));
    }
}

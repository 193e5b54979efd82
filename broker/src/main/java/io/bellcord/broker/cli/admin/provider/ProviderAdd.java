package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.MinInterval;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "add", description = "Adds a provider and, unless told otherwise, its first key (HS256).")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class ProviderAdd extends AdminAction {
    private final Clock clock;

    @Parameters(paramLabel = "ID", description = "1 to 64 characters of A-Z a-z 0-9 . _ -; stands in topics.")
    private ProviderId id;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "As riders know it.")
    private String name;

    @Option(names = "--public-read", description = "Riders need no password.")
    private boolean publicRead;

    @Option(
            names = "--min-interval-ms",
            paramLabel = "MS",
            description = "The shortest time between two frames for riders who do not say; else the broker's default.")
    private MinInterval minInterval = MinInterval.DEFAULT;

    @Option(names = "--no-key", description = "Add no key; see: admin key add --public-key.")
    private boolean noKey;

    ProviderAdd(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected void check() {
        if (name.isBlank()) {
            throw wrongUsage("--name must not be empty; write the company's name");
        }
    }

    @Override
    protected Answer run(Database database) {
        List<ProviderKey> keys = noKey ? List.of() : List.of(NewKey.shared(clock));
        var provider = new Provider(id, name, true, publicRead, keys).withMinInterval(minInterval.own());
        new ProviderRepository(database).add(provider);
        return answer(provider);
    }

    private static Answer answer(Provider provider) {
        List<String> lines = new ArrayList<>();
        lines.add("Added provider " + provider.id() + " (" + provider.name() + ")");
        provider.keys().forEach(key -> lines.addAll(NewKey.lines(key)));
        Map<String, Object> json = Answer.object(
                "id", provider.id().value(),
                "name", provider.name(),
                "enabled", provider.enabled(),
                "publicRead", provider.publicRead(),
                "minIntervalMs", MinInterval.json(provider),
                "key", provider.keys().stream().findFirst().map(NewKey::json));
        return new Answer(lines, json);
    }
}

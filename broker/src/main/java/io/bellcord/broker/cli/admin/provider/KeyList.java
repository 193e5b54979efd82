package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Table;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.JwksRepository.Source;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists a provider's keys, the newest first; no secrets.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class KeyList extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose keys.")
    private ProviderId provider;

    KeyList(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        List<ProviderKey> keys = new ProviderRepository(database).get(provider).keys();
        Instant now = clock.instant();
        var table = new Table("KID", "ALGORITHM", "VALID", "NOT BEFORE", "NOT AFTER");
        for (ProviderKey key : keys) {
            table.row(
                    key.kid(),
                    key.algorithm().code(),
                    key.isActive(now) ? "yes" : "no",
                    text(key.notBefore()),
                    text(key.notAfter()));
        }
        Optional<Source> published = new JwksRepository(database).find(provider);
        List<String> lines = new ArrayList<>(table.lines());
        published.ifPresent(source -> lines.add(told(source)));
        return new Answer(
                lines,
                Answer.object(
                        "provider",
                        provider.value(),
                        "keys",
                        keys.stream().map(key -> json(key, now)).toList(),
                        "jwks",
                        published.map(KeyList::json)));
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("-");
    }

    private static String told(Source source) {
        return "Published at " + source.url() + ", read " + text(source.readAt())
                + source.failingSince()
                        .map(since -> ", failing since " + since + ": "
                                + source.problem().orElse("?"))
                        .orElse("");
    }

    private static Map<String, Object> json(Source source) {
        return Answer.object(
                "url", source.url(),
                "readAt", source.readAt().map(Instant::toString),
                "failingSince", source.failingSince().map(Instant::toString),
                "problem", source.problem());
    }

    private static Map<String, Object> json(ProviderKey key, Instant now) {
        return Answer.object(
                "kid", key.kid(),
                "algorithm", key.algorithm().code(),
                "valid", key.isActive(now),
                "notBefore", key.notBefore().map(Instant::toString),
                "notAfter", key.notAfter().map(Instant::toString));
    }
}

package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.auth.jwks.JwkSet;
import io.bellcord.broker.auth.jwks.JwksAddress;
import io.bellcord.broker.auth.jwks.JwksReader;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.JwksRepository.Imported;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "import-jwks",
        description = {
            "Imports the public keys that a provider publishes as a JSON Web Key Set.",
            "An address is remembered, and read again from time to time by the brokers: new keys count, those that "
                    + "have vanished end after a while (bellcord.jwks.grace)."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class KeyImport extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose keys they are.")
    private ProviderId provider;

    @ArgGroup(multiplicity = "1")
    private Source source;

    /** One of the three. */
    static final class Source {
        @Option(names = "--file", required = true, paramLabel = "FILE", description = "The set, in a file.")
        private @Nullable Path file;

        @Option(names = "--url", required = true, paramLabel = "URL", description = "Where it is published; https.")
        private @Nullable JwksAddress url;

        @Option(names = "--forget", required = true, description = "Read the address no more; the keys stay.")
        private boolean forget;
    }

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "How long keys still count that the set no longer has; bellcord.jwks.grace if not given.")
    private Optional<Duration> grace = Optional.empty();

    KeyImport(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        new ProviderRepository(database).get(provider); // or it says which there are
        var repository = new JwksRepository(database);
        if (source.forget) {
            boolean was = repository.forget(provider);
            return new Answer(
                    was
                            ? "The address is read no more; the keys stay"
                            : "Provider " + provider + " has no such address",
                    Answer.object("provider", provider.value(), "forgotten", was));
        }
        JwkSet set = source.url == null ? JwkSet.parse(read(source.file)) : read(source.url);
        Instant now = clock.instant();
        Imported imported = repository.importKeys(
                provider,
                set.keys(),
                now.plus(grace.orElseGet(() -> settings().jwks().grace())));
        if (source.url != null) {
            repository.remember(provider, source.url.toString(), now);
        }
        return answer(set, imported);
    }

    private String read(@Nullable Path file) {
        try {
            return Files.readString(file == null ? Path.of("") : file);
        } catch (IOException e) {
            throw wrongUsage("--file " + file + " cannot be read (" + e + "); name a JSON file");
        }
    }

    private static JwkSet read(JwksAddress address) {
        try (var reader = new JwksReader()) {
            return reader.read(address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while reading " + address, e);
        }
    }

    private Answer answer(JwkSet set, Imported imported) {
        List<String> lines = new ArrayList<>();
        lines.add("Provider " + provider + " publishes " + set.keys().size()
                + (set.keys().size() == 1 ? " usable key, " : " usable keys, ")
                + imported.added().size() + " of them new");
        imported.added().forEach(kid -> lines.add("added  " + kid));
        imported.ending().forEach(kid -> lines.add("ending " + kid + ", published no more"));
        imported.kept().forEach(kid -> lines.add("kept   " + kid + " as it was: retired here, or another key"));
        set.skipped().forEach(why -> lines.add("left out " + why));
        return new Answer(
                lines,
                Answer.object(
                        "provider", provider.value(),
                        "keys", set.keys().stream().map(ProviderKey::kid).toList(),
                        "added", imported.added(),
                        "ending", imported.ending(),
                        "kept", imported.kept(),
                        "skipped", set.skipped()));
    }
}

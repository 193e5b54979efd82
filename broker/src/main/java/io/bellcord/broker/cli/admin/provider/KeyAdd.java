package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.auth.jwks.JwkSet;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "add",
        description = {
            "Adds a key beside those a provider has.",
            "With HS256, HS384 or HS512 it makes a shared secret and shows it this once. The others take the public "
                    + "key of a provider that signs its tokens itself; a JWK says its algorithm and may say its kid."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class KeyAdd extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose key it is.")
    private ProviderId provider;

    @Option(names = "--kid", paramLabel = "KID", description = "The kid in tokens; one is made if there is none.")
    private Optional<String> kid = Optional.empty();

    @Option(
            names = "--algorithm",
            defaultValue = "HS256",
            paramLabel = "ALG",
            description = "HS256, HS384, HS512, RS256, ES256 or EdDSA; ${DEFAULT-VALUE} if not given.")
    private KeyAlgorithm algorithm;

    @Option(names = "--public-key", paramLabel = "FILE", description = "PEM; for RS256, ES256 and EdDSA.")
    private @Nullable Path publicKey;

    @Option(names = "--jwk", paramLabel = "FILE", description = "A key as a JSON Web Key, instead of the two above.")
    private @Nullable Path jwk;

    @Option(names = "--not-before", paramLabel = "INSTANT", description = "From when it counts: 2026-11-22T08:00:00Z.")
    private Optional<Instant> notBefore = Optional.empty();

    @Option(names = "--not-after", paramLabel = "INSTANT", description = "Until when it counts.")
    private Optional<Instant> notAfter = Optional.empty();

    KeyAdd(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected void check() {
        if (jwk != null && (publicKey != null || algorithm != KeyAlgorithm.HS256)) {
            throw wrongUsage("--jwk " + jwk + " says its algorithm itself; leave out --algorithm and --public-key");
        }
        if (algorithm.isShared() && publicKey != null) {
            throw wrongUsage("--public-key " + publicKey + " is not for --algorithm " + algorithm.code()
                    + "; name the key's own, RS256, ES256 or EdDSA");
        }
        if (!algorithm.isShared() && publicKey == null) {
            throw wrongUsage("--algorithm " + algorithm.code() + " needs --public-key FILE, the public key in PEM");
        }
        kid.ifPresent(this::requireKid);
        if (notBefore.isPresent() && notAfter.isPresent() && !notBefore.get().isBefore(notAfter.get())) {
            throw wrongUsage("--not-before " + notBefore.get() + " must be earlier than --not-after " + notAfter.get());
        }
    }

    @Override
    protected Answer run(Database database) {
        ProviderKey made = made(kid.orElseGet(() -> NewKey.kid(clock)));
        var key = new ProviderKey(kid.orElse(made.kid()), made.algorithm(), made.material(), notBefore, notAfter);
        requireKid(key.kid());
        new ProviderRepository(database).addKey(provider, key);
        List<String> lines = new ArrayList<>(NewKey.lines(key));
        return new Answer(lines, Answer.object("provider", provider.value(), "key", NewKey.json(key)));
    }

    private void requireKid(String text) {
        if (!ProviderId.isValid(text)) {
            throw wrongUsage("--kid must be 1 to 64 characters of A-Z a-z 0-9 . _ - but is \"" + text + "\"");
        }
    }

    private ProviderKey made(String newKid) {
        if (jwk != null) {
            return JwkSet.parseOne(read("--jwk", jwk), newKid);
        }
        String material = publicKey == null ? KeyMaterial.newSecret(algorithm) : read("--public-key", publicKey);
        return ProviderKey.of(newKid, algorithm, material);
    }

    private String read(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw wrongUsage(option + " " + file + " cannot be read (" + e + "); name a PEM or JSON file");
        }
    }
}

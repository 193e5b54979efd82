package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.TrackerCredential;
import io.bellcord.broker.provider.TrackerSecret;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "add",
        description = {
            "Adds a credential for the tracker of a bus and shows its secret this once: the tracker's password.",
            "A bus may have two at a time, so that one can be replaced without a gap."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class TrackerAdd extends AdminAction {
    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose bus it is.")
    private ProviderId provider;

    @Option(names = "--bus", required = true, paramLabel = "BUS", description = "The bus it may publish for.")
    private BusId bus;

    @Option(
            names = {"--expires", "--ttl"},
            paramLabel = "TIME",
            description = "How long it counts: 365d; for ever if not given.")
    private Optional<Duration> expires = Optional.empty();

    @Option(names = "--replace", description = "Revoke those that the bus has, and close connections made with them.")
    private boolean replace;

    TrackerAdd(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        TrackerSecret secret = TrackerSecret.random();
        Instant now = clock.instant();
        var credential = new TrackerCredential(credentialKey(database).hash(secret), bus, expires.map(now::plus));
        new CredentialRepository(database).add(provider, credential, replace, now);
        return new Answer(
                List.of(
                        "Added a credential for bus " + bus + " of provider " + provider
                                + credential
                                        .notAfter()
                                        .map(end -> ", until " + end)
                                        .orElse("") + ". User name " + provider
                                + ", and the password, which is not shown again:",
                        secret.text()),
                Answer.object(
                        "provider", provider.value(),
                        "bus", bus.value(),
                        "username", provider.value(),
                        "password", secret.text(),
                        "expiresAt", credential.notAfter().map(Instant::toString)));
    }
}

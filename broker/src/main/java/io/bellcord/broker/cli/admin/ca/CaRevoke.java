package io.bellcord.broker.cli.admin.ca;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Fingerprint;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RevocationRepository;
import io.bellcord.broker.provider.Revocations;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description = {
            "Revokes one tracker's certificate, and closes connections made with it.",
            "Its fingerprint: openssl x509 -in FILE -noout -fingerprint -sha256"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class CaRevoke extends AdminAction {
    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose tracker it is.")
    private ProviderId provider;

    @Parameters(paramLabel = "FINGERPRINT", description = "The certificate's SHA-256, with colons or without.")
    private Fingerprint fingerprint;

    @Option(
            names = "--for",
            defaultValue = "3650d",
            paramLabel = "TIME",
            description = "After this long it has expired anyway; ${DEFAULT-VALUE} if not given.")
    private Duration kept;

    CaRevoke(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected Answer run(Database database) {
        Instant at = new RevocationRepository(database)
                .revoke(provider, Revocations.Kind.CERTIFICATE, fingerprint.value(), kept);
        return new Answer(
                "Revoked certificate " + fingerprint.value() + " of provider " + provider,
                Answer.object(
                        "provider", provider.value(),
                        "fingerprint", fingerprint.value(),
                        "revokedAt", at.toString()));
    }
}

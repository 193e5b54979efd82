package io.bellcord.broker.cli.admin.ca;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.AuthorityRepository;
import io.bellcord.broker.provider.ClientAuthority;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Adds a certificate authority beside those a provider has: trackers come in with certificates that it signs.",
            "The subject of such a certificate names the provider (O) and the bus (CN)."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class CaAdd extends AdminAction {
    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose authority it is.")
    private ProviderId provider;

    @Parameters(paramLabel = "FILE", description = "The authority's certificate in PEM; never its private key.")
    private Path file;

    CaAdd(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected Answer run(Database database) {
        String pem = read();
        ClientAuthority authority = ClientAuthority.parse(pem);
        new AuthorityRepository(database).add(provider, authority);
        return new Answer(
                "Added authority " + authority.fingerprint() + " (" + authority.name() + ") of provider " + provider,
                Answer.object(
                        "provider", provider.value(),
                        "fingerprint", authority.fingerprint(),
                        "name", authority.name(),
                        "notAfter", authority.notAfter().toString()));
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw wrongUsage(file + " cannot be read (" + e.getClass().getSimpleName() + "); name a PEM file");
        }
    }
}

package io.bellcord.broker.cli.admin.ca;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Fingerprint;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.AuthorityRepository;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = "Removes a certificate authority, and closes connections made with certificates that it signed.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class CaRemove extends AdminAction {
    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose authority it is.")
    private ProviderId provider;

    @Parameters(paramLabel = "FINGERPRINT", description = "Its SHA-256; see: admin ca list.")
    private Fingerprint fingerprint;

    CaRemove(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected Answer run(Database database) {
        new ProviderRepository(database).get(provider); // or it says which there are
        new AuthorityRepository(database).remove(provider, fingerprint.value());
        return new Answer(
                "Removed authority " + fingerprint.value() + " of provider " + provider,
                Answer.object("provider", provider.value(), "fingerprint", fingerprint.value()));
    }
}

package io.bellcord.broker.cli.admin.gtfs;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.GtfsRepository;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.transit.ProviderId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "remove",
        description = {
            "Removes a provider's GTFS: its stops, trips and lines.",
            "Its routes stay, as they were imported: buses refer to them."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class GtfsRemove extends AdminAction {
    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose it is.")
    private ProviderId provider;

    GtfsRemove(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected Answer run(Database database) {
        new ProviderRepository(database).get(provider); // or it says which there are
        if (!new GtfsRepository(database).remove(provider)) {
            throw new RefusedException(
                    RefusedException.Reason.UNKNOWN_GTFS,
                    "Provider " + provider + " has no GTFS; see: admin gtfs list");
        }
        return new Answer(
                "Removed the GTFS of provider " + provider + "; its routes stay",
                Answer.object("provider", provider.value()));
    }
}

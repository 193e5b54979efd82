package io.bellcord.broker.cli.admin.gtfs;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Table;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.GtfsImported;
import io.bellcord.broker.gtfs.GtfsRepository;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "Lists the GTFS that providers have loaded: from where, when, and how much of each.")
final class GtfsList extends AdminAction {
    GtfsList(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected Answer run(Database database) {
        List<GtfsImported> all = new GtfsRepository(database).list();
        var table = new Table("PROVIDER", "AGENCY", "ROUTES", "STOPS", "TRIPS", "IMPORTED", "FROM");
        for (GtfsImported one : all) {
            table.row(
                    one.provider().value(),
                    one.agency(),
                    Integer.toString(one.routes()),
                    Integer.toString(one.stops()),
                    Integer.toString(one.trips()),
                    one.at().toString(),
                    one.source());
        }
        return new Answer(
                table.lines(),
                Answer.object("imported", all.stream().map(GtfsList::json).toList()));
    }

    private static Map<String, Object> json(GtfsImported one) {
        return Answer.object(
                "provider", one.provider().value(),
                "agency", one.agency(),
                "timezone", one.timezone(),
                "routes", one.routes(),
                "stops", one.stops(),
                "trips", one.trips(),
                "importedAt", one.at().toString(),
                "source", one.source());
    }
}

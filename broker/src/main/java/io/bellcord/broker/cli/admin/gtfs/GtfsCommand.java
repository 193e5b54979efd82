package io.bellcord.broker.cli.admin.gtfs;

import io.bellcord.broker.cli.DatabaseAccess;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bellcord admin gtfs}. */
@Command(
        name = "gtfs",
        mixinStandardHelpOptions = true,
        description = "Timetables: routes, stops and trips of a provider.",
        synopsisSubcommandLabel = "COMMAND")
public final class GtfsCommand {
    private GtfsCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database) {
        return new CommandLine(new GtfsCommand())
                .addSubcommand(new GtfsImport(database))
                .addSubcommand(new GtfsList(database))
                .addSubcommand(new GtfsRemove(database));
    }
}

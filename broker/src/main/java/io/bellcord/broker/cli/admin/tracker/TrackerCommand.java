package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.DatabaseAccess;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bellcord admin tracker}. */
@Command(
        name = "tracker",
        mixinStandardHelpOptions = true,
        description = "Credentials that trackers log in with.",
        synopsisSubcommandLabel = "COMMAND")
public final class TrackerCommand {
    private TrackerCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database, Clock clock) {
        return new CommandLine(new TrackerCommand())
                .addSubcommand(new TrackerAdd(database, clock))
                .addSubcommand(new TrackerList(database, clock))
                .addSubcommand(new TrackerRevoke(database, clock))
                .addSubcommand(new TrackerImport(database, clock));
    }
}

package io.bellcord.broker.cli.admin.ca;

import io.bellcord.broker.cli.DatabaseAccess;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bellcord admin ca}. */
@Command(
        name = "ca",
        mixinStandardHelpOptions = true,
        description = "Certificate authorities whose certificates let a provider's trackers in.",
        synopsisSubcommandLabel = "COMMAND")
public final class CaCommand {
    private CaCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database, Clock clock) {
        return new CommandLine(new CaCommand())
                .addSubcommand(new CaAdd(database))
                .addSubcommand(new CaList(database, clock))
                .addSubcommand(new CaRemove(database))
                .addSubcommand(new CaRevoke(database));
    }
}

package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.DatabaseAccess;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bellcord admin token}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Tokens that clients log in with.",
        synopsisSubcommandLabel = "COMMAND")
public final class TokenCommand {
    private TokenCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database, Clock clock) {
        return new CommandLine(new TokenCommand())
                .addSubcommand(new TokenIssue(database, clock))
                .addSubcommand(new TokenRevoke(database));
    }
}

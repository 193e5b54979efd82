package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.DatabaseAccess;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bellcord admin key}. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Keys that vouch for a provider's tokens.",
        synopsisSubcommandLabel = "COMMAND")
public final class KeyCommand {
    private KeyCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database, Clock clock) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new KeyAdd(database, clock))
                .addSubcommand(new KeyImport(database, clock))
                .addSubcommand(new KeyList(database, clock))
                .addSubcommand(new KeyRetire(database, clock));
    }
}

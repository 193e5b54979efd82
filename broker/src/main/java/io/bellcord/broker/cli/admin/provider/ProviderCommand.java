package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.DatabaseAccess;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bellcord admin provider}. */
@Command(
        name = "provider",
        mixinStandardHelpOptions = true,
        description = "Companies that run buses.",
        synopsisSubcommandLabel = "COMMAND")
public final class ProviderCommand {
    private ProviderCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database, Clock clock) {
        return new CommandLine(new ProviderCommand())
                .addSubcommand(new ProviderAdd(database, clock))
                .addSubcommand(new ProviderList(database, clock))
                .addSubcommand(new ProviderSwitch.Enable(database))
                .addSubcommand(new ProviderSwitch.Disable(database))
                .addSubcommand(new ProviderSwitch.PublicRead(database))
                .addSubcommand(new ProviderSwitch.Interval(database));
    }
}

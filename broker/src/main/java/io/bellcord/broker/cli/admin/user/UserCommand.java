package io.bellcord.broker.cli.admin.user;

import io.bellcord.broker.cli.DatabaseAccess;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bellcord admin user}. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "People who log in with a password.",
        synopsisSubcommandLabel = "COMMAND")
public final class UserCommand {
    private UserCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database) {
        return new CommandLine(new UserCommand())
                .addSubcommand(new UserAdd(database))
                .addSubcommand(new UserList(database))
                .addSubcommand(new UserChange.Passwd(database))
                .addSubcommand(new UserChange.Enable(database))
                .addSubcommand(new UserChange.Disable(database))
                .addSubcommand(new UserChange.Remove(database))
                .addSubcommand(new UserImport(database));
    }
}

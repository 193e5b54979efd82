package io.bellcord.broker.cli.admin;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.WrongUsage;
import io.bellcord.broker.cli.admin.action.Words;
import io.bellcord.broker.cli.admin.ca.CaCommand;
import io.bellcord.broker.cli.admin.gtfs.GtfsCommand;
import io.bellcord.broker.cli.admin.provider.KeyCommand;
import io.bellcord.broker.cli.admin.provider.ProviderCommand;
import io.bellcord.broker.cli.admin.tracker.TokenCommand;
import io.bellcord.broker.cli.admin.tracker.TrackerCommand;
import io.bellcord.broker.cli.admin.user.UserCommand;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Administers providers and all that lets clients in: results on standard output, all else on standard error. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        description = {
            "Administers providers and all that lets clients in. Running brokers follow within a second.",
            "It works on the PostgreSQL that the brokers use: take their --config FILE or --data DIR."
        },
        footer = {
            "",
            "Answers are on standard output, with --json for programs; all else is on standard error.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class AdminCommand {
    private AdminCommand() {}

    /**
     * The command with all its subcommands, to run or to add to another.
     *
     * @param database a picocli mixin, whose options each subcommand gets
     */
    public static CommandLine commandLine(DatabaseAccess database, Clock clock) {
        var admin = new CommandLine(new AdminCommand())
                .addSubcommand(ProviderCommand.commandLine(database, clock))
                .addSubcommand(KeyCommand.commandLine(database, clock))
                .addSubcommand(CaCommand.commandLine(database, clock))
                .addSubcommand(TrackerCommand.commandLine(database, clock))
                .addSubcommand(TokenCommand.commandLine(database, clock))
                .addSubcommand(GtfsCommand.commandLine(database))
                .addSubcommand(new AuditList(database, clock))
                .addSubcommand(UserCommand.commandLine(database));
        return Words.understoodBy(admin).setParameterExceptionHandler(new WrongUsage());
    }
}

package io.bellcord.broker.cli.check;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.Words;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check}: what a device does wrong. */
@Command(
        name = "check",
        description = "Watches a device, and says what it does wrong.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
public final class CheckCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private CheckCommand() {}

    /** With its subcommands. */
    public static CommandLine commandLine(DatabaseAccess database, Clock clock) {
        return Words.understoodBy(new CommandLine(new CheckCommand()).addSubcommand(new CheckTracker(database, clock)));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Check what? See ./bellcord check --help");
    }
}

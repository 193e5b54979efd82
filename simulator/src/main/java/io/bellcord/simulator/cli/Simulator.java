package io.bellcord.simulator.cli;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The simulator's commands. */
@Command(
        name = "bellcord",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Simulator {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Simulator() {}

    /** Runs one command to its end; returns its exit code. */
    public static int run(String[] args, Terminal terminal, Stop stop, Clock clock) {
        return new CommandLine(new Simulator())
                .addSubcommand(new SimulateCommand(terminal, stop, clock))
                .addSubcommand(BenchCommand.withAll(terminal, clock))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setParameterExceptionHandler(
                        (wrong, _) -> wrongUsage(wrong.getMessage(), wrong.getCommandLine(), terminal))
                .setExecutionExceptionHandler((e, command, _) -> failed(e, command, terminal))
                .execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    private static int failed(Exception e, CommandLine command, Terminal terminal) {
        if (e instanceof Usage || e instanceof ParameterException) {
            return wrongUsage(e.getMessage(), command, terminal);
        }
        e.printStackTrace(terminal.err());
        return FAILED;
    }

    /** One line, whatever the library would have printed below it. */
    private static int wrongUsage(@Nullable String message, CommandLine command, Terminal terminal) {
        var name = command.getCommandSpec().qualifiedName();
        var line = String.valueOf(message).lines().findFirst().orElse("").replaceFirst("^Error: ", "");
        terminal.err().println(name + ": " + line + " (all options: " + name + " --help)");
        return WRONG_USAGE;
    }
}

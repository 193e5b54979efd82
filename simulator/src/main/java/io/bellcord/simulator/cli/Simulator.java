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
        synopsisSubcommandLabel = "simulate")
public final class Simulator {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Simulator() {}

    /** Runs one command to its end; returns its exit code. */
    public static int run(String[] args, Terminal terminal, Stop stop, Clock clock) {
        return new CommandLine(new Simulator())
                .addSubcommand(new SimulateCommand(terminal, stop, clock))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setParameterExceptionHandler((wrong, _) -> wrongUsage(wrong.getMessage(), terminal))
                .setExecutionExceptionHandler((e, _, _) -> failed(e, terminal))
                .execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    private static int failed(Exception e, Terminal terminal) {
        if (e instanceof Usage || e instanceof ParameterException) {
            return wrongUsage(e.getMessage(), terminal);
        }
        e.printStackTrace(terminal.err());
        return FAILED;
    }

    /** One line, whatever the library would have printed below it. */
    private static int wrongUsage(@Nullable String message, Terminal terminal) {
        var line = String.valueOf(message).lines().findFirst().orElse("").replaceFirst("^Error: ", "");
        terminal.err().println("bellcord simulate: " + line + " (all options: bellcord simulate --help)");
        return WRONG_USAGE;
    }
}

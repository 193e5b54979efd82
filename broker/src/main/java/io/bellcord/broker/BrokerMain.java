package io.bellcord.broker;

import io.bellcord.broker.cli.BrokerCommand;
import io.bellcord.broker.cli.DatabaseOptions;
import io.bellcord.broker.cli.Failures;
import io.bellcord.broker.cli.WrongUsage;
import io.bellcord.broker.cli.admin.AdminCommand;
import io.bellcord.broker.cli.check.CheckCommand;
import io.bellcord.broker.cli.demo.DemoCommand;
import io.bellcord.broker.metrics.ProcessFigures;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code ./bellcord}. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
        name = "bellcord",
        description = "Live bus locations over MQTT.",
        mixinStandardHelpOptions = true,
        versionProvider = BrokerMain.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class BrokerMain implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BrokerMain() {}

    /** Runs one command. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        Clock clock = Clock.systemUTC();
        CommandLine bellcord = new CommandLine(new BrokerMain())
                .addSubcommand(new DemoCommand(clock))
                .addSubcommand(new BrokerCommand(clock))
                .setParameterExceptionHandler(new WrongUsage())
                .addSubcommand(AdminCommand.commandLine(new DatabaseOptions(), clock))
                .addSubcommand(CheckCommand.commandLine(new DatabaseOptions(), clock))
                .setExecutionExceptionHandler(new Failures());
        tellVersion(bellcord);
        return bellcord;
    }

    /** So that {@code --version}, which every command has, is answered by every command. */
    private static void tellVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        line.getSubcommands().values().forEach(BrokerMain::tellVersion);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See ./bellcord --help");
    }

    /** As the jar's manifest says. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"bellcord " + ProcessFigures.version()};
        }
    }
}

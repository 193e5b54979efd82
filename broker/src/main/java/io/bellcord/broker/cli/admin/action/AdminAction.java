package io.bellcord.broker.cli.admin.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseException;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.Installation;
import io.bellcord.broker.provider.RefusedException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every admin command has in common: a database, an answer in two forms, and its exit codes. */
@Command(
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."})
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
public abstract class AdminAction implements Callable<Integer> {
    @Mixin
    private final DatabaseAccess database;

    @Option(names = "--json", description = "Answer in JSON, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    protected AdminAction(DatabaseAccess database) {
        this.database = database;
    }

    /** Does it. Options that do not go together are to be found by {@link #check}, before. */
    protected abstract Answer run(Database database);

    /** Throws {@link #wrongUsage} if the options do not go together. */
    protected void check() {}

    @Override
    public final Integer call() {
        check();
        try (Database opened = database.open()) {
            Answer answer = run(opened);
            print(answer);
            return answer.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (RefusedException | DatabaseException | OutputFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private void print(Answer answer) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(write(answer.json()));
        } else {
            answer.lines().forEach(out::println);
        }
        out.flush();
    }

    private static String write(Object json) {
        try {
            return new ObjectMapper().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key that hashes the secrets of trackers: that of the brokers over the same database. */
    protected final CredentialKey credentialKey(Database opened) {
        return Installation.credentialKey(opened, settings().credentials().key());
    }

    /** The settings of the brokers over the same database. */
    protected final BrokerConfig settings() {
        return database.settings();
    }

    /** Tells what is going on, on standard error. */
    protected final void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** For a message that names the option, its value and the way out. */
    protected final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

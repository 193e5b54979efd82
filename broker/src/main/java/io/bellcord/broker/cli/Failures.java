package io.bellcord.broker.cli;

import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.db.DatabaseUnfitException;
import io.bellcord.broker.db.DatabaseUnreachableException;
import io.bellcord.broker.embedded.ServerFailed;
import io.bellcord.broker.provider.RefusedException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What an operator can put right is told in their words; only what they cannot comes with a stack trace. */
public final class Failures implements IExecutionExceptionHandler {
    private static final String WITHOUT_POSTGRESQL =
            " (start it; or set bellcord.postgres.url, .user and .password; or let --embedded bring one)";

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof StartRefused) {
            command.getErr().println(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof ServerFailed
                || failure instanceof RefusedException
                || failure instanceof DatabaseUnfitException) {
            command.getErr().println(failure.getMessage());
        } else if (failure instanceof DatabaseUnreachableException) {
            command.getErr().println(failure.getMessage() + WITHOUT_POSTGRESQL);
        } else if (!(failure instanceof Lifetime.Stopping)) {
            LoggerFactory.getLogger(Failures.class).error("Failed command={}", command.getCommandName(), failure);
        }
        return ExitCode.SOFTWARE;
    }
}

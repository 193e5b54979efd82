package io.bellcord.broker.cli.admin;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.jwks.JwksAddress;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.Lifetimes;
import io.bellcord.broker.cli.WrongUsage;
import io.bellcord.broker.cli.status.StatusCommand;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

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
                .addSubcommand(new CommandLine(new ProviderCommand())
                        .addSubcommand(new ProviderAdd(database, clock))
                        .addSubcommand(new ProviderList(database, clock))
                        .addSubcommand(new ProviderSwitch.Enable(database))
                        .addSubcommand(new ProviderSwitch.Disable(database))
                        .addSubcommand(new ProviderSwitch.PublicRead(database))
                        .addSubcommand(new ProviderSwitch.Interval(database)))
                .addSubcommand(new CommandLine(new KeyCommand())
                        .addSubcommand(new KeyAdd(database, clock))
                        .addSubcommand(new KeyImport(database, clock))
                        .addSubcommand(new KeyList(database, clock))
                        .addSubcommand(new KeyRetire(database, clock)))
                .addSubcommand(new CommandLine(new CaCommand())
                        .addSubcommand(new CaAdd(database))
                        .addSubcommand(new CaList(database, clock))
                        .addSubcommand(new CaRemove(database))
                        .addSubcommand(new CaRevoke(database)))
                .addSubcommand(new CommandLine(new TrackerCommand())
                        .addSubcommand(new TrackerAdd(database, clock))
                        .addSubcommand(new TrackerList(database, clock))
                        .addSubcommand(new TrackerRevoke(database, clock))
                        .addSubcommand(new TrackerImport(database, clock)))
                .addSubcommand(new CommandLine(new TokenCommand())
                        .addSubcommand(new TokenIssue(database, clock))
                        .addSubcommand(new TokenRevoke(database)))
                .addSubcommand(new CommandLine(new GtfsCommand()).addSubcommand(new GtfsImport(database)))
                .addSubcommand(new AuditList(database, clock))
                .addSubcommand(new StatusCommand(clock))
                .addSubcommand(new CommandLine(new UserCommand())
                        .addSubcommand(new UserAdd(database))
                        .addSubcommand(new UserList(database))
                        .addSubcommand(new UserChange.Passwd(database))
                        .addSubcommand(new UserChange.Enable(database))
                        .addSubcommand(new UserChange.Disable(database))
                        .addSubcommand(new UserChange.Remove(database))
                        .addSubcommand(new UserImport(database)));
        return withWords(admin).setParameterExceptionHandler(new WrongUsage());
    }

    @Command(
            name = "provider",
            mixinStandardHelpOptions = true,
            description = "Companies that run buses.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class ProviderCommand {}

    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = "Keys that vouch for a provider's tokens.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class KeyCommand {}

    @Command(
            name = "ca",
            mixinStandardHelpOptions = true,
            description = "Certificate authorities whose certificates let a provider's trackers in.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class CaCommand {}

    @Command(
            name = "tracker",
            mixinStandardHelpOptions = true,
            description = "Credentials that trackers log in with.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class TrackerCommand {}

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Tokens that clients log in with.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class TokenCommand {}

    @Command(
            name = "user",
            mixinStandardHelpOptions = true,
            description = "People who log in with a password.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class UserCommand {}

    @Command(
            name = "gtfs",
            mixinStandardHelpOptions = true,
            description = "Timetables: routes, stops and trips of a provider.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class GtfsCommand {}

    /** Has a command, and those below it, understand ids, durations and what else operators write. */
    public static CommandLine withWords(CommandLine line) {
        return line.registerConverter(ProviderId.class, text -> convert(() -> new ProviderId(text)))
                .registerConverter(JwksAddress.class, text -> convert(() -> JwksAddress.parse(text)))
                .registerConverter(BusId.class, text -> convert(() -> new BusId(text)))
                .registerConverter(Duration.class, text -> convert(() -> Lifetimes.parse(text)))
                .registerConverter(MinInterval.class, text -> convert(() -> MinInterval.parse(text)))
                .registerConverter(Fingerprint.class, text -> convert(() -> Fingerprint.parse(text)))
                .registerConverter(Instant.class, AdminCommand::instant)
                .registerConverter(Role.class, text -> Role.find(text).orElseThrow(() -> unknown(text, Role.codes())))
                .registerConverter(
                        KeyAlgorithm.class,
                        text -> KeyAlgorithm.find(text).orElseThrow(() -> unknown(text, KeyAlgorithm.codes())));
    }

    private interface Conversion<T> {
        T apply();
    }

    private static <T> T convert(Conversion<T> conversion) {
        try {
            return conversion.apply();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "\"" + text + "\" is no instant; write it in UTC like 2026-11-22T08:00:00Z");
        }
    }

    private static TypeConversionException unknown(String text, String known) {
        return new TypeConversionException("must be one of " + known + " but is \"" + text + "\"");
    }
}

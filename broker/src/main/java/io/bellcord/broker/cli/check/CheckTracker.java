package io.bellcord.broker.cli.check;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.Lifetime;
import io.bellcord.broker.cli.TryOut;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseException;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check tracker}: watches the tracker of one bus for a while, and judges it by every rule. */
@Command(
        name = "tracker",
        description = {
            "Watches the tracker of one bus through a broker that runs, and says by every rule what it saw and how to mend it."
                    + " Restart the device meanwhile, and take its signal away for half a minute: then more rules can tell.",
            "",
            "It shows the broker an operator's token: one that it signs for itself, with the provider's shared secret from the"
                    + " database, or what stands in the environment variable BELLCORD_TOKEN."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 nothing found, 1 something found or failed, 2 wrong usage or configuration."})
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class CheckTracker implements Callable<Integer> {
    private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);
    private static final int MOST_BUSES = 25; // as many as a provider may have watched
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int LONGEST_FAREWELL = 3; // seconds
    private static final String TOKEN = "BELLCORD_TOKEN";

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose bus.")
    private ProviderId provider;

    @Option(
            names = "--bus",
            required = true,
            split = ",",
            paramLabel = "ID",
            description = "Which bus; several with commas between, at most " + MOST_BUSES + ".")
    private List<BusId> buses;

    @Option(names = "--for", paramLabel = "DURATION", description = "For how long: 90s, 5m (default: until Ctrl-C).")
    private @Nullable Duration length;

    @Option(names = "--every", paramLabel = "DURATION", description = "Tell the verdicts so far as often as this too.")
    private @Nullable Duration interval;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The broker's HTTP address (default: this machine, at the port of the settings).")
    private @Nullable URI url;

    @Option(names = "--json", description = "The verdicts in JSON, for programs.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "The verdicts as a page too.")
    private @Nullable Path html;

    @Mixin
    private final DatabaseAccess database;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    CheckTracker(DatabaseAccess database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (url != null && (url.getScheme() == null || !url.getScheme().startsWith("http"))) {
            throw new ParameterException(
                    spec.commandLine(), "--url must be like http://127.0.0.1:8080 but is \"" + url + '"');
        }
        if (buses.size() > MOST_BUSES) {
            throw new ParameterException(
                    spec.commandLine(), "--bus takes at most " + MOST_BUSES + " but there are " + buses.size());
        }
        Map<BusId, BrokerLog> logs = new LinkedHashMap<>();
        try {
            String token = token();
            buses.forEach(bus -> logs.put(bus, BrokerLog.open(broker(), provider.value(), bus.value(), token, clock)));
            return watch(logs);
        } catch (CheckFailed | RefusedException | DatabaseException e) {
            say(String.valueOf(e.getMessage()));
            return ExitCode.SOFTWARE;
        } finally {
            logs.values().forEach(BrokerLog::close);
        }
    }

    private int watch(Map<BusId, BrokerLog> logs) throws InterruptedException {
        say("Watching bus " + buses.stream().map(BusId::value).collect(Collectors.joining(", "))
                + (length == null ? "; Ctrl-C ends it" : " for " + length.toSeconds() + " s"));
        var told = new CountDownLatch(1);
        var code = new AtomicInteger(ExitCode.SOFTWARE);
        Lifetime lifetime = Lifetime.untilSignal();
        AutoCloseable _ = lifetime.open(() -> () -> endAsBySelf(told, code));
        awaitEnd(logs, lifetime);
        if (logs.values().stream().anyMatch(BrokerLog::hasEnded)) {
            say("The broker has ended the watch: it was stopped, or the token counts no more");
        }
        code.set(conclude(reports(logs)));
        told.countDown();
        return code.get();
    }

    /** By Ctrl-C: with the exit code that the verdicts come to, once they are told. */
    private static void endAsBySelf(CountDownLatch told, AtomicInteger code) throws InterruptedException {
        boolean bySignal = told.getCount() > 0;
        if (bySignal && told.await(LONGEST_FAREWELL, TimeUnit.SECONDS)) {
            Runtime.getRuntime().halt(code.get());
        }
    }

    private void awaitEnd(Map<BusId, BrokerLog> logs, Lifetime lifetime) throws InterruptedException {
        Instant end = after(length);
        Instant next = after(interval);
        while (clock.instant().isBefore(end)
                && logs.values().stream().noneMatch(BrokerLog::hasEnded)
                && !lifetime.endsWithin(GLANCE)) {
            if (!clock.instant().isBefore(next)) {
                reports(logs).forEach(this::tell);
                next = after(interval);
            }
        }
    }

    private Instant after(@Nullable Duration time) {
        return time == null ? Instant.MAX : clock.instant().plus(time);
    }

    private List<Report> reports(Map<BusId, BrokerLog> logs) {
        return logs.entrySet().stream()
                .map(each -> Report.of(
                        provider.value(), each.getKey().value(), each.getValue().recording()))
                .toList();
    }

    private int conclude(List<Report> reports) {
        reports.forEach(this::tell);
        boolean complete = written(reports);
        return complete && reports.stream().allMatch(report -> report.found().isEmpty())
                ? ExitCode.OK
                : ExitCode.SOFTWARE;
    }

    private void tell(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? report.json() : report.text());
        out.flush();
    }

    private boolean written(List<Report> reports) {
        Path file = html;
        if (file == null) {
            return true;
        }
        try {
            Files.writeString(file, HtmlPage.of(reports));
            return true;
        } catch (IOException e) {
            say("The page cannot be written to " + file + ": " + e.getMessage());
            return false;
        }
    }

    private URI broker() {
        if (url != null) {
            return url;
        }
        BrokerConfig.Http http = database.settings().http();
        return URI.create("http://127.0.0.1:" + http.port());
    }

    private String token() {
        return Optional.ofNullable(System.getenv(TOKEN))
                .filter(set -> !set.isBlank())
                .orElseGet(this::signed);
    }

    private String signed() {
        try (Database opened = database.open()) {
            return new TryOut(clock).token(new ProviderRepository(opened).get(provider), Role.OPERATOR, TOKEN_LIFETIME);
        }
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}

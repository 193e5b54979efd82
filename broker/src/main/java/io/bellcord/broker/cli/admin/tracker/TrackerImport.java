package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.CredentialRepository.New;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.provider.TrackerCredential;
import io.bellcord.broker.provider.TrackerSecret;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Adds a credential for each bus of a fleet and writes their secrets to a file that nobody else can read.",
            "The fleet is a CSV file with a line of titles: bus, and if wanted name, route (that must be there) and "
                    + "expires (2027-12-31, an instant, or 365d). Lines that are wrong are told with their number, "
                    + "the others are imported; the exit code is 1 then."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class TrackerImport extends AdminAction {
    private static final int MOST_TOLD = 50;

    private final Clock clock;

    @Parameters(paramLabel = "FILE", description = "The fleet.")
    private Path file;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose buses they are.")
    private ProviderId provider;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to: bus,username,password,expires.")
    private Path out;

    @Option(names = "--force", description = "Replace that file if it is there.")
    private boolean force;

    @Option(
            names = {"--expires", "--ttl"},
            paramLabel = "TIME",
            description = "For lines that do not say: 365d; for ever if not given.")
    private Optional<Duration> expires = Optional.empty();

    TrackerImport(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected Answer run(Database database) {
        Instant now = clock.instant();
        new ProviderRepository(database).get(provider); // or it says which there are
        FleetFile fleet = read(database, now);
        if (!fleet.ignored().isEmpty()) {
            say("Not used: " + String.join(", ", fleet.ignored()));
        }
        Set<BusId> had = withCredential(database, now);
        CredentialKey key = credentialKey(database);
        Map<New, Row> rows = new LinkedHashMap<>();
        fleet.good().forEach(line -> {
            TrackerSecret secret = TrackerSecret.random();
            var credential = new TrackerCredential(
                    key.hash(secret), line.bus(), line.expires().or(() -> expires.map(now::plus)));
            rows.put(new New(credential, line.name(), line.route()), new Row(line.number(), secret));
        });
        List<New> refused = new CredentialRepository(database)
                .addAll(
                        provider,
                        List.copyOf(rows.keySet()),
                        now,
                        done -> say(done + " of " + rows.size()),
                        added -> OutputFile.write(out, lines(added, rows), force));
        List<FleetFile.Bad> bad = bad(fleet, refused, rows);
        refused.forEach(rows::remove);
        long again = rows.keySet().stream()
                .filter(one -> had.contains(one.credential().bus()))
                .count();
        return answer(rows.size(), again, bad);
    }

    private Set<BusId> withCredential(Database database, Instant now) {
        return new CredentialRepository(database)
                .list(provider, Optional.empty()).stream()
                        .map(CredentialRepository.Listed::credential)
                        .filter(credential -> credential.isActive(now))
                        .map(TrackerCredential::bus)
                        .collect(Collectors.toSet());
    }

    /** Of the file: where it stood, and what was made for it. */
    private record Row(int number, TrackerSecret secret) {}

    private FleetFile read(Database database, Instant now) {
        Set<RouteId> routes = new FleetRepository(database)
                .listRoutes(provider).stream().map(Route::id).collect(Collectors.toSet());
        try {
            return FleetFile.read(file, now, routes);
        } catch (IOException e) {
            throw wrongUsage(file + " cannot be read (" + e + "); name a CSV file in UTF-8");
        } catch (IllegalArgumentException e) {
            throw wrongUsage(file + " cannot be imported: " + e.getMessage());
        }
    }

    private List<String> lines(List<New> added, Map<New, Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("bus,username,password,expires");
        for (New one : added) {
            TrackerCredential credential = one.credential();
            Row row = rows.get(one);
            lines.add(credential.bus() + "," + provider + ","
                    + (row == null ? "" : row.secret().text()) + ","
                    + credential.notAfter().map(Instant::toString).orElse(""));
        }
        return lines;
    }

    private static List<FleetFile.Bad> bad(FleetFile fleet, List<New> refused, Map<New, Row> rows) {
        List<FleetFile.Bad> bad = new ArrayList<>(fleet.bad());
        for (New one : refused) {
            Row row = rows.get(one);
            bad.add(new FleetFile.Bad(
                    row == null ? 0 : row.number(),
                    "bus " + one.credential().bus() + " already has " + CredentialRepository.MOST_PER_BUS
                            + " valid credentials; revoke one first"));
        }
        bad.sort(Comparator.comparingInt(FleetFile.Bad::number));
        return bad;
    }

    /** @param again buses that had a credential, which goes on */
    private Answer answer(int imported, long again, List<FleetFile.Bad> bad) {
        bad.stream().limit(MOST_TOLD).forEach(one -> say(file + " " + one));
        if (bad.size() > MOST_TOLD) {
            say("and " + (bad.size() - MOST_TOLD) + " more; --json tells all of them");
        }
        return new Answer(
                List.of("Imported " + imported + (imported == 1 ? " bus" : " buses") + " of provider " + provider
                        + " to " + out
                        + (again == 0 ? "" : "; " + again + " of them had a credential already, which counts on")
                        + (bad.isEmpty()
                                ? ""
                                : "; " + bad.size() + (bad.size() == 1 ? " line was wrong" : " lines were wrong"))),
                Answer.object(
                        "provider",
                        provider.value(),
                        "file",
                        out.toString(),
                        "imported",
                        imported,
                        "hadOne",
                        again,
                        "bad",
                        bad.stream()
                                .map(one -> Answer.object("line", one.number(), "why", one.why()))
                                .toList()),
                bad.isEmpty());
    }
}

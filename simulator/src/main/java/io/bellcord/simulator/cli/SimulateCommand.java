package io.bellcord.simulator.cli;

import io.bellcord.simulator.credentials.Logins;
import io.bellcord.simulator.fault.Fault;
import io.bellcord.simulator.fleet.Fleet;
import io.bellcord.simulator.fleet.FleetPlan;
import io.bellcord.simulator.fleet.Summary;
import io.bellcord.simulator.streets.StreetMap;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: a fleet of buses, each with its tracker. */
@Command(
        name = "simulate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Drives buses along Monaco's streets and publishes where they are.",
        footer = {"", "Exit codes: 0 done, 1 nobody was let in or nothing arrived, 2 wrong usage."})
public final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Option(names = "--provider", paramLabel = "ID", description = "whose buses: cam and azur have routes of their own")
    private @Nullable String provider;

    @ArgGroup(exclusive = true, heading = "How trackers get in, one of:%n")
    private @Nullable LoginOptions login;

    @Option(names = "--buses", paramLabel = "N", description = "how many; with --tokens, as many as the file has")
    private @Nullable Integer buses;

    @Option(names = "--first-bus", paramLabel = "N", description = "the first bus's id (default: ${DEFAULT-VALUE})")
    private int firstBus = 1001;

    @Option(names = "--rate", paramLabel = "R", description = "fixes per second per bus (default: ${DEFAULT-VALUE})")
    private double rate = 1;

    @Option(names = "--qos", paramLabel = "0|1", description = "quality of service (default: ${DEFAULT-VALUE})")
    private int qos = 1;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "20s, 5m or 1h30m (default: until stopped)")
    private @Nullable Duration length;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the same seed drives the same (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            completionCandidates = FaultNames.class,
            description = "what is wrong with every tracker: ${COMPLETION-CANDIDATES}")
    private @Nullable String fault;

    @Option(names = "--json", description = "the summary as JSON")
    private boolean isJson;

    @Option(names = "--list-routes", description = "print the routes on the map, and stop")
    private boolean isListRoutes;

    /** For a parent process, so that its crash leaves no orphan. */
    @Option(names = "--until-stdin-closes", hidden = true)
    private boolean isUntilStdinCloses;

    private final Terminal terminal;
    private final Stop stop;
    private final Clock clock;

    public SimulateCommand(Terminal terminal, Stop stop, Clock clock) {
        this.terminal = terminal;
        this.stop = stop;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        var streets = StreetMap.monaco();
        if (isListRoutes) {
            terminal.out().print(RouteList.text(provider == null ? streets.routes() : streets.routesOf(provider)));
            terminal.out().flush();
            return 0;
        }
        var fleet = new Fleet(plan(), streets, clock);
        if (isUntilStdinCloses) {
            stop.whenClosed(terminal.in());
        }
        return report(drive(fleet));
    }

    private Summary drive(Fleet fleet) throws InterruptedException {
        try (var _ = Progress.of(fleet::summary, terminal)) {
            return fleet.run(stop.requested());
        }
    }

    private int report(Summary summary) {
        if (summary.connectedMax() == 0 && summary.refused().isEmpty()) {
            terminal.err().println("No connection came about: check --host, --port, --tls, --ca and --websocket");
        }
        terminal.out()
                .println(
                        isJson
                                ? SummaryPrinter.json(summary)
                                : SummaryPrinter.text(summary).stripTrailing());
        return summary.succeeded() ? 0 : 1;
    }

    private Optional<Fault> fault() {
        var word = fault;
        if (word == null) {
            return Optional.empty();
        }
        var found = Fault.find(word);
        Usage.require(found.isPresent(), "--fault", word, "write one of " + String.join(", ", new FaultNames()));
        return found;
    }

    private FleetPlan plan() {
        Usage.require(rate > 0 && rate <= 100, "--rate", rate, "write more than 0 and at most 100 fixes per second");
        Usage.require(qos == 0 || qos == 1, "--qos", qos, "write 0 or 1");
        Usage.require(firstBus >= 0 && firstBus <= 1_000_000_000, "--first-bus", firstBus, "write a number like 1001");
        if (buses != null) {
            Usage.require(buses >= 1 && buses <= 100_000, "--buses", buses, "write 1 to 100000");
        }
        var ways = login;
        if (ways == null) {
            throw Usage.missing("nothing to get in with: add one of --token, --tokens, --key and --password");
        }
        var logins =
                ways.logins(new Logins(Optional.ofNullable(provider), firstBus), Optional.ofNullable(buses), clock);
        return new FleetPlan(broker.endpoint(), logins, rate, qos, Optional.ofNullable(length), seed, fault());
    }
}

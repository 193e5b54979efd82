package io.bellcord.broker.cli.status;

import io.bellcord.broker.cli.Addresses;
import io.bellcord.broker.cli.ConfigOptions;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.limits.Ticker;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code admin status}: asks nodes over HTTP how they are. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells what nodes do and what is wrong with them.",
            "It asks them over HTTP, as Prometheus does, and needs no token and no database."
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. It has failed where a node is not well or does not answer."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
public final class StatusCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "Where a node serves HTTP; may be given again"
                    + " (default: this machine, at the port of the settings).")
    private List<URI> nodes = new ArrayList<>();

    @Option(
            names = "--over",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "How long to look for what is by the second, at most 1m (default: ${DEFAULT-VALUE}).")
    private Duration over;

    @Option(names = "--json", description = "Answer in JSON, for programs.")
    private boolean json;

    @Mixin
    private final ConfigOptions settings = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    public StatusCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        List<NodeStatus> found = read(nodes.isEmpty() ? List.of(thisMachine()) : nodes);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StatusJson.of(found));
        } else {
            found.forEach(status -> StatusPage.of(status).forEach(out::println));
        }
        out.flush();
        return found.stream().allMatch(NodeStatus::isWell) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void check() {
        for (URI node : nodes) {
            if (node.getHost() == null || !List.of("http", "https").contains(node.getScheme())) {
                throw new ParameterException(
                        spec.commandLine(), "--node must be like http://10.0.0.1:8080 but is \"" + node + '"');
            }
        }
        if (over.compareTo(LONGEST) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--over must be at most 1m but is " + over.toSeconds() + "s");
        }
    }

    private URI thisMachine() {
        BrokerConfig.Http http = settings.load(Map.of()).http();
        String host = Addresses.host(InetSocketAddress.createUnresolved(http.host(), http.port()));
        return URI.create("http://" + host + ":" + http.port());
    }

    /** All at the same time, in the order in which they were given. */
    private List<NodeStatus> read(List<URI> all) throws InterruptedException {
        var reader = new StatusReader(clock, Ticker.system(), over);
        List<NodeStatus> found = new ArrayList<>();
        try (HttpClient http = HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<NodeStatus>> asked = all.stream()
                    .map(node -> threads.submit(() -> reader.read(new NodeClient(http, node))))
                    .toList();
            for (Future<NodeStatus> one : asked) {
                found.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return found;
    }
}

package io.bellcord.simulator.bench.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.target.Bellcord;
import io.bellcord.simulator.bench.wire.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** So many logins at once, and what those notice of it who are connected already. */
final class Storm {
    private static final Duration POSTGRES_DELAY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int AT_ONCE = 32;
    private static final int TOKENS = 200;
    /** One is over in a third of a second, in which there are few pings. */
    private static final int STORMS = 5;

    /** Until the server has seen all of one go: else the next would take over their client identifiers. */
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final int most;

    private final Map<String, Histogram> waits = new LinkedHashMap<>();
    private final Map<String, Duration> lengths = new TreeMap<>();

    /** @param most how many log in at once */
    Storm(int most) {
        this.most = most;
    }

    /** Adds storms of each kind to the figures; PostgreSQL is slow all the while. */
    void run(Program program, Path directory, Bellcord keeper) throws IOException {
        try (var proxy = new DelayProxy(keeper.postgresPort(), POSTGRES_DELAY);
                var server = keeper.another(
                        program, directory, "jdbc:postgresql://127.0.0.1:" + proxy.port() + keeper.postgresPath());
                var bystanders = new Bystanders(server, server.login("HS256", "rider", "bystander"))) {
            for (var key : List.of("HS256", Bellcord.SLOW)) { // a server that has just started is slow in itself
                new ConnectLoad(server.port(), logins(server, key), AT_ONCE).run((long) STORMS * most, PATIENCE);
            }
            add("quiet", bystanders.during(() -> Patience.pause(QUIET)));
            run(server, bystanders, "HS256", "HS256");
            run(server, bystanders, "RS256, 4096 bits", Bellcord.SLOW);
        }
    }

    private static List<Login> logins(Bellcord server, String key) {
        return IntStream.range(0, TOKENS)
                .mapToObj(i -> server.login(key, "tracker", "t" + i))
                .toList();
    }

    private void run(Bellcord server, Bystanders bystanders, String name, String key) throws IOException {
        var storm = new ConnectLoad(server.port(), logins(server, key), most);
        for (var i = 0; i < STORMS; i++) {
            add(name, bystanders.during(() -> {
                var begun = System.nanoTime();
                if (storm.run(most, PATIENCE) < most) {
                    throw new BenchFailed("not all of " + most + " were let in");
                }
                lengths.merge(name, Duration.ofNanos(System.nanoTime() - begun), (a, b) -> a.compareTo(b) > 0 ? a : b);
            }));
            Patience.pause(BETWEEN);
        }
    }

    private void add(String name, Histogram during) {
        waits.computeIfAbsent(name, _ -> new Histogram(during)).add(during);
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(
                "Ping of clients that are connected, PostgreSQL answering after " + POSTGRES_DELAY.toMillis() + " ms");
        lines.add(String.format(Locale.ROOT, "  %-34s %8s %8s %8s %10s", "", "p50 ms", "p99 ms", "max ms", "all in s"));
        waits.forEach((name, wait) -> lines.add(String.format(
                Locale.ROOT,
                "  %-34s %8.2f %8.2f %8.2f %10s",
                name.equals("quiet") ? "nobody connects" : most + " connect at once, " + name,
                millis(wait, 50),
                millis(wait, 99),
                wait.getMaxValue() / 1e3,
                lengths.containsKey(name) ? "%.2f".formatted(lengths.get(name).toMillis() / 1e3) : "")));
        return lines;
    }

    void write(ObjectNode json) {
        json.put("logins", most).put("postgresDelayMillis", POSTGRES_DELAY.toMillis());
        waits.forEach((name, wait) -> {
            var one = json.putObject(name)
                    .put("p50Millis", millis(wait, 50))
                    .put("p99Millis", millis(wait, 99))
                    .put("maxMillis", wait.getMaxValue() / 1e3);
            if (lengths.containsKey(name)) {
                one.put("allInMillis", lengths.get(name).toMillis());
            }
        });
    }

    private static double millis(Histogram waits, double percentile) {
        return waits.getValueAtPercentile(percentile) / 1e3;
    }
}

package io.bellcord.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.credentials.Login;
import io.bellcord.simulator.fleet.Fleet;
import io.bellcord.simulator.fleet.FleetPlan;
import io.bellcord.simulator.mqtt.Endpoint;
import io.bellcord.simulator.streets.StreetMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker, a bus with each fault and one without, what is wrong without a fault, and the check that watches them all until it has seen enough. */
@Timeout(600)
class FaultsIT {
    private static final Path BROKER_JAR =
            Path.of("..", "broker", "target", "bellcord-broker.jar").toAbsolutePath();
    private static final String HEALTHY = "healthy";
    private static final double RATE = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(8); // what a slow machine takes; half a minute is usual
    private static final int ENOUGH = 80; // messages, of a healthy tracker, that nothing is found in

    /** What is no fault of a simulated tracker's: it has a token that counts for too long, or there is none at all. */
    private static final String LONG_TOKEN = "long-token";

    private static final String NOBODY = "nobody";

    /** The rule that finds each. */
    private static final Map<String, String> FOUND_BY = Map.ofEntries(
            Map.entry(LONG_TOKEN, "credential"),
            Map.entry(NOBODY, "reports"),
            of(Fault.CLOCK_SKEW, "clock"),
            of(Fault.WEEK_ROLLOVER, "week-rollover"),
            of(Fault.DUPLICATES, "duplicates"),
            of(Fault.SHUFFLE, "order"),
            of(Fault.TUNNEL, "buffering"),
            of(Fault.FROZEN, "frozen"),
            of(Fault.ZERO_ISLAND, "null-island"),
            of(Fault.FLAPPING, "stability"),
            of(Fault.TWIN_IDS, "twins"),
            of(Fault.GIANT_PAYLOADS, "size"),
            of(Fault.GARBAGE, "understood"),
            of(Fault.KMH, "units"),
            of(Fault.KNOTS, "units"),
            of(Fault.SPINNING, "heading"),
            of(Fault.TOO_OFTEN, "rate"),
            of(Fault.UNEVEN, "jitter"),
            of(Fault.NO_BACK_OFF, "back-off"),
            of(Fault.NO_KEEP_ALIVE, "keep-alive"),
            of(Fault.RANDOM_IDS, "client-id"),
            of(Fault.BAD_WILL, "will"));

    private static Map.Entry<String, String> of(Fault fault, String rule) {
        return Map.entry(fault.word(), rule);
    }

    private final List<Process> started = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Map<String, JsonNode> newest = new HashMap<>();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void eachIsFoundByItsRuleAndNothingOnAHealthyTracker() throws IOException, InterruptedException {
        assertThat(FOUND_BY)
                .containsKeys(Arrays.stream(Fault.values()).map(Fault::word).toArray(String[]::new));
        assertThat(BROKER_JAR).as("built by mvn -pl broker package").exists();
        try {
            watchAll(demo());
        } finally {
            stop.countDown();
            for (Process process : started.reversed()) {
                process.destroy();
                process.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private void watchAll(JsonNode demo) throws IOException, InterruptedException {
        var token = demo.path("providers").get(0).path("driverToken").asText();
        var provider = demo.path("providers").get(0).path("id").asText();
        var check = bellcord(
                "check",
                "tracker",
                "--provider",
                provider,
                "--bus",
                Stream.concat(Stream.of(HEALTHY), FOUND_BY.keySet().stream()).collect(Collectors.joining(",")),
                "--url",
                demo.path("http").asText(),
                "--data",
                directory.resolve("data").toString(),
                "--every",
                "1s",
                "--json");
        var mqtt = URI.create(demo.path("mqtt").asText());
        drive(mqtt, new Login(provider, HEALTHY, () -> token), Optional.empty());
        var longToken = tokenThatCountsForTooLong(provider);
        drive(mqtt, new Login(provider, LONG_TOKEN, () -> longToken), Optional.empty());
        for (var fault : Fault.values()) {
            drive(mqtt, new Login(provider, fault.word(), () -> token), Optional.of(fault));
        }
        try (var lines = check.inputReader()) {
            readUntilAllIsFound(lines);
        }
        assertThat(found(HEALTHY)).isEmpty();
        assertThat(rules(HEALTHY).map(rule -> rule.path("rule").asText()))
                .as("there is a scenario for each rule")
                .containsExactlyInAnyOrderElementsOf(Set.copyOf(FOUND_BY.values()));
    }

    private String tokenThatCountsForTooLong(String provider) throws IOException, InterruptedException {
        var admin = bellcord(
                "admin",
                "token",
                "issue",
                "--provider",
                provider,
                "--role",
                "tracker",
                "--bus",
                LONG_TOKEN,
                "--ttl",
                "500d",
                "--data",
                directory.resolve("data").toString());
        try (var lines = admin.inputReader()) {
            var token = lines.readLine();
            assertThat(admin.waitFor()).isZero();
            return token;
        }
    }

    private void readUntilAllIsFound(BufferedReader lines) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isDone()) {
            var line = lines.readLine();
            if (line == null || System.nanoTime() > deadline) {
                throw new AssertionError("the check has ended, or found too little: " + newest);
            }
            var report = new ObjectMapper().readTree(line);
            newest.put(report.path("bus").asText(), report);
        }
    }

    private boolean isDone() {
        var seen = newest.get(HEALTHY);
        return seen != null
                && messages(seen) >= ENOUGH
                && FOUND_BY.entrySet().stream()
                        .allMatch(each -> found(each.getKey()).contains(each.getValue()));
    }

    /** As the first rule tells it: "80 messages, 80 of them good". */
    private static int messages(JsonNode report) {
        var words = report.path("rules").get(0).path("seen").asText().split(" ");
        return words[0].matches("\\d+") ? Integer.parseInt(words[0]) : 0;
    }

    private List<String> found(String bus) {
        return rules(bus)
                .filter(rule -> rule.path("verdict").asText().equals("found"))
                .map(rule -> rule.path("rule").asText())
                .toList();
    }

    /** The newest verdicts on a bus; none before the first. */
    private Stream<JsonNode> rules(String bus) {
        var report = newest.get(bus);
        return report == null ? Stream.empty() : report.path("rules").valueStream();
    }

    private void drive(URI mqtt, Login login, Optional<Fault> fault) {
        var endpoint =
                new Endpoint(mqtt.getHost(), mqtt.getPort(), Optional.empty(), Optional.empty(), Endpoint.Version.V5);
        var plan = new FleetPlan(endpoint, List.of(login), RATE, 1, Optional.empty(), 1, fault);
        var fleet = new Fleet(plan, StreetMap.monaco(), Clock.systemUTC());
        Thread.ofVirtual().start(() -> run(fleet));
    }

    private void run(Fleet fleet) {
        try {
            fleet.run(stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode demo() throws IOException, InterruptedException {
        var ready = directory.resolve("ready.json");
        var demo = bellcord(
                "demo",
                "--buses",
                "0",
                "--data",
                directory.resolve("data").toString(),
                "--ready-file",
                ready.toString());
        var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!Files.exists(ready)) {
            assertThat(demo.isAlive() && System.nanoTime() < deadline)
                    .as("the demo starts")
                    .isTrue();
            Thread.sleep(50);
        }
        return new ObjectMapper().readTree(ready.toFile());
    }

    private Process bellcord(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                BROKER_JAR.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(Files.createTempFile(directory, "errors", ".txt").toFile());
        if (arguments[0].equals("demo")) {
            builder.redirectOutput(
                    Files.createTempFile(directory, "out", ".txt").toFile());
        }
        for (var port : List.of("MQTT", "WEBSOCKET", "HTTP", "EMBEDDED_POSTGRES", "EMBEDDED_REDIS")) {
            builder.environment().put("BELLCORD_" + port + "_PORT", "0");
        }
        builder.environment().put("BELLCORD_LIMITS_PUBLISH_RATE", "0"); // all report with one driver's token
        var process = builder.start();
        started.add(process);
        return process;
    }
}

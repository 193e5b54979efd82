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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker, a bus with each fault and one without, and the check that watches them all until it has seen enough. */
@Timeout(600)
class FaultsIT {
    private static final Path BROKER_JAR =
            Path.of("..", "broker", "target", "bellcord-broker.jar").toAbsolutePath();
    private static final String HEALTHY = "healthy";
    private static final double RATE = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(8); // what a slow machine takes; half a minute is usual
    private static final int ENOUGH = 80; // messages, of a healthy tracker, that nothing is found in

    private static final Map<Fault, String> FOUND_BY = new EnumMap<>(Map.ofEntries(
            Map.entry(Fault.CLOCK_SKEW, "clock"),
            Map.entry(Fault.WEEK_ROLLOVER, "week-rollover"),
            Map.entry(Fault.DUPLICATES, "duplicates"),
            Map.entry(Fault.SHUFFLE, "order"),
            Map.entry(Fault.TUNNEL, "buffering"),
            Map.entry(Fault.FROZEN, "frozen"),
            Map.entry(Fault.ZERO_ISLAND, "null-island"),
            Map.entry(Fault.FLAPPING, "stability"),
            Map.entry(Fault.TWIN_IDS, "twins"),
            Map.entry(Fault.GIANT_PAYLOADS, "size"),
            Map.entry(Fault.GARBAGE, "understood"),
            Map.entry(Fault.KMH, "units"),
            Map.entry(Fault.KNOTS, "units"),
            Map.entry(Fault.SPINNING, "heading"),
            Map.entry(Fault.UNEVEN, "jitter"),
            Map.entry(Fault.NO_BACK_OFF, "back-off"),
            Map.entry(Fault.NO_KEEP_ALIVE, "keep-alive"),
            Map.entry(Fault.RANDOM_IDS, "client-id"),
            Map.entry(Fault.BAD_WILL, "will")));

    private final List<Process> started = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Map<String, JsonNode> newest = new HashMap<>();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void eachIsFoundByItsRuleAndNothingOnAHealthyTracker() throws IOException, InterruptedException {
        assertThat(FOUND_BY.keySet()).containsExactlyInAnyOrder(Fault.values());
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

    private void watchAll(JsonNode demo) throws IOException {
        var token = demo.path("providers").get(0).path("driverToken").asText();
        var provider = demo.path("providers").get(0).path("id").asText();
        var check = bellcord(
                "check",
                "tracker",
                "--provider",
                provider,
                "--bus",
                Stream.concat(Stream.of(HEALTHY), Arrays.stream(Fault.values()).map(Fault::word))
                        .limit(20)
                        .collect(Collectors.joining(",")),
                "--url",
                demo.path("http").asText(),
                "--data",
                directory.resolve("data").toString(),
                "--every",
                "1s",
                "--json");
        var mqtt = URI.create(demo.path("mqtt").asText());
        drive(mqtt, new Login(provider, HEALTHY, () -> token), Optional.empty());
        for (var fault : Fault.values()) {
            drive(mqtt, new Login(provider, fault.word(), () -> token), Optional.of(fault));
        }
        try (var lines = check.inputReader()) {
            readUntilAllIsFound(lines);
        }
        assertThat(found(HEALTHY)).isEmpty();
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
                        .allMatch(each -> found(each.getKey().word()).contains(each.getValue()));
    }

    /** As the first rule tells it: "80 messages, 80 of them good". */
    private static int messages(JsonNode report) {
        var words = report.path("rules").get(0).path("seen").asText().split(" ");
        return words[0].matches("\\d+") ? Integer.parseInt(words[0]) : 0;
    }

    private List<String> found(String bus) {
        var report = newest.get(bus);
        return report == null
                ? List.of()
                : StreamSupport.stream(report.path("rules").spliterator(), false)
                        .filter(rule -> rule.path("verdict").asText().equals("found"))
                        .map(rule -> rule.path("rule").asText())
                        .toList();
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

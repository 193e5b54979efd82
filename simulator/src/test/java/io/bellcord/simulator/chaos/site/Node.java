package io.bellcord.simulator.chaos.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Cpu;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A broker, on the same ports however often it is started. */
public final class Node extends Victim {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Program program;
    private final Path directory;
    private final Map<String, String> environment;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private Node(Program program, Path directory, Map<String, String> environment) {
        super(launch(program, directory, environment));
        this.program = program;
        this.directory = directory;
        this.environment = environment;
    }

    /** Returns when it is ready. */
    static Node start(Program program, Path directory, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory);
        Map<String, String> environment = new HashMap<>(settings);
        for (var port : List.of("MQTT", "WEBSOCKET", "HTTP")) {
            environment.put("BELLCORD_" + port + "_PORT", Integer.toString(Sockets.freePort()));
        }
        return ready(new Node(program, directory, environment), Node::awaitReady);
    }

    private static Process launch(Program program, Path directory, Map<String, String> environment) {
        try {
            Files.deleteIfExists(readyFile(directory));
            return program.bellcord(
                    directory,
                    environment,
                    List.of("broker", "--ready-file", readyFile(directory).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path readyFile(Path directory) {
        return directory.resolve("ready.json");
    }

    /** After it was killed; returns when it is ready. */
    public void startAgain() {
        launchAgain();
        awaitReady();
    }

    /** After it was killed; returns at once. */
    public void launchAgain() {
        runs(launch(program, directory, environment));
    }

    public void awaitReady() {
        Patience.until("the broker is ready", process(), () -> Files.exists(readyFile(directory)));
    }

    public int mqttPort() {
        return port("MQTT");
    }

    public InetSocketAddress mqtt() {
        return Sockets.address(mqttPort(), 0);
    }

    private int port(String which) {
        return Integer.parseInt(environment.getOrDefault("BELLCORD_" + which + "_PORT", "0"));
    }

    public Vitals vitals() {
        return Vitals.of(process().toHandle());
    }

    /** The CPU time that it has taken so far. */
    public Duration cpu() {
        return Cpu.of(process().toHandle()).total();
    }

    /** What is wrong, by name and in words; nothing when all is well. */
    public Map<String, String> problems() {
        Map<String, String> problems = new HashMap<>();
        for (var each : json("/health/ready").path("problems").properties()) {
            problems.put(each.getKey(), each.getValue().asText());
        }
        return problems;
    }

    /** In which state it shows each bus. */
    public Map<String, String> states() {
        Map<String, String> states = new HashMap<>();
        for (var bus : json("/v1/providers/" + Site.PROVIDER + "/vehicles").path("items")) {
            states.put(bus.path("bus").asText(), bus.path("state").asText());
        }
        return states;
    }

    private JsonNode json(String path) {
        try {
            return new ObjectMapper().readTree(get(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sum of a metric's values, over all of its labels. */
    public double metric(String name) {
        var line = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)");
        return line.matcher(get("/metrics"))
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private String get(String path) {
        var uri = URI.create("http://127.0.0.1:" + port("HTTP") + path);
        try {
            var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new BenchFailed(path + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            http.close();
        }
    }
}

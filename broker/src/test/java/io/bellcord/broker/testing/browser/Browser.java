package io.bellcord.broker.testing.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Chromium with an empty profile. */
public final class Browser implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-features=Translate",
            "--hide-scrollbars",
            "--lang=en-US",
            "--remote-debugging-port=0");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path profile;
    private final Process process;
    private final String address;

    private Browser(Path program) throws IOException {
        profile = Files.createTempDirectory("browser");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + profile);
        command.add("about:blank");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.txt").toFile())
                .start();
        address = "http://127.0.0.1:" + port();
    }

    /** Starts it; the test is skipped where there is none. */
    public static Browser start() {
        Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
        assumeTrue(program.isPresent(), "chromium is not installed");
        try {
            return new Browser(program.orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that it chose, which it writes into its profile. */
    private String port() {
        Path file = profile.resolve("DevToolsActivePort");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= 2);
        try {
            return Files.readAllLines(file).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new, empty page. */
    public Page newPage() {
        try {
            var request = HttpRequest.newBuilder(URI.create(address + "/json/new?about:blank"))
                    .PUT(BodyPublishers.noBody())
                    .build();
            JsonNode target = new ObjectMapper()
                    .readTree(http.send(request, BodyHandlers.ofString()).body());
            return new Page(http, URI.create(target.path("webSocketDebuggerUrl").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
        http.close();
        erase();
    }

    /** A child that is just ending may still write; what is left then is in the system's temporary directory. */
    private void erase() {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            profile.toFile().deleteOnExit();
        }
    }
}

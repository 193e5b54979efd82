package io.bellcord.broker.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as users run it: a process of its own, here on free ports. */
public final class BellcordProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> OWN_PORTS = List.of("MQTT_PORT", "WEBSOCKET_PORT", "HTTP_PORT");
    private static final List<String> EMBEDDED_PORTS = List.of("EMBEDDED_POSTGRES_PORT", "EMBEDDED_REDIS_PORT");

    private final Process process;
    private final Path out;
    private final Path errors;
    private final Path readyFile;
    private JsonNode ready = MissingNode.getInstance();

    private BellcordProcess(Process process, Path out, Path errors, Path readyFile) {
        this.process = process;
        this.out = out;
        this.errors = errors;
        this.readyFile = readyFile;
    }

    /** Runs a command that starts servers, with a ready file. */
    public static BellcordProcess start(Path directory, Map<String, String> environment, String... arguments) {
        Path ready = directory.resolve("ready.json");
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--ready-file", ready.toString()));
        return launch(directory, environment, all, ready);
    }

    /** Runs a command that ends by itself. */
    public static BellcordProcess run(Path directory, String... arguments) {
        return launch(directory, Map.of(), List.of(arguments), directory.resolve("ready.json"));
    }

    private static BellcordProcess launch(
            Path directory, Map<String, String> environment, List<String> arguments, Path ready) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dlogback.configurationFile=logback.xml", // as shipped, not that of the tests
                "-cp",
                System.getProperty("java.class.path"),
                "io.bellcord.broker.BrokerMain"));
        command.addAll(arguments);
        try {
            Files.deleteIfExists(ready); // of one that was killed
            Path out = Files.createTempFile(directory, "out", ".txt");
            Path errors = Files.createTempFile(directory, "errors", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile());
            OWN_PORTS.forEach(port -> builder.environment().put("BELLCORD_" + port, "0"));
            EMBEDDED_PORTS.forEach(port -> builder.environment().put("BELLCORD_" + port, "" + FreePort.find()));
            builder.environment().putAll(environment);
            return new BellcordProcess(builder.start(), out, errors, ready);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ready file, once it is there. */
    public JsonNode ready() {
        if (ready.isMissingNode()) {
            await().until(() -> Files.exists(readyFile) || !process.isAlive());
            try {
                ready = new ObjectMapper().readTree(readyFile.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(out() + errors(), e);
            }
        }
        return ready;
    }

    /** Where one of the ready file's addresses is. */
    public InetSocketAddress address(String name) {
        URI uri = URI.create(ready().path(name).asText());
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    /** A token of the ready file: {@code riderToken} or {@code driverToken}. */
    public String token(String provider, String kind) {
        for (JsonNode each : ready().path("providers")) {
            if (each.path("id").asText().equals(provider)) {
                return each.path(kind).asText();
            }
        }
        throw new AssertionError("no provider " + provider + " in " + ready().toPrettyString());
    }

    /** SIGTERM, as service managers send it. */
    public void terminate() {
        process.destroy();
    }

    /** As the kernel does when memory runs out: nothing is told, nothing can be put in order. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for the end. */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running:\n" + out() + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public String out() {
        return read(out);
    }

    public String errors() {
        return read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that name the directory, or something in it, in their command line. */
    public static List<String> processesOf(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .map(each -> Arrays.toString(each.info().arguments().orElse(new String[0])))
                .filter(arguments -> arguments.contains(directory.toString()))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        exitCode();
    }
}

package io.bellcord.simulator.fleet;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Somebody else's broker, so that these tests hear a second opinion on our MQTT. */
final class Mosquitto implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/sbin/mosquitto");

    private final Path directory;
    private final int port;
    private final int webSocketPort;
    private @Nullable Process process;

    Mosquitto(Path directory, String... moreSettings) throws IOException {
        assumeTrue(Files.isExecutable(BINARY), "needs Debian's mosquitto: apt-get install mosquitto");
        this.directory = directory;
        this.port = Sockets.freePort();
        this.webSocketPort = Sockets.freePort();
        Files.writeString(configuration(), """
                user %s
                listener %d 127.0.0.1
                listener %d 127.0.0.1
                protocol websockets
                %s
                """.formatted(
                        System.getProperty("user.name"), port, webSocketPort, String.join("\n", moreSettings)));
        start();
    }

    private Path configuration() {
        return directory.resolve("mosquitto.conf");
    }

    int port() {
        return port;
    }

    int webSocketPort() {
        return webSocketPort;
    }

    void start() throws IOException {
        process = new ProcessBuilder(BINARY.toString(), "-c", configuration().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("mosquitto.log").toFile()))
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Sockets.accepts(port));
    }

    /** Without a goodbye to anyone. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !Sockets.accepts(port));
        }
    }

    @Override
    public void close() {
        kill();
    }
}

package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Eclipse Mosquitto, as the system's packages have it, with its defaults. */
final class Mosquitto {
    private static final List<String> PLACES =
            List.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto");

    private Mosquitto() {}

    static Server start(Program program, Path directory) throws IOException {
        var binary = PLACES.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new BenchFailed("mosquitto is not installed: apt-get install mosquitto"));
        var port = Sockets.freePort();
        // It queues as much as it takes, as every other broker here.
        var config = Files.writeString(
                directory.resolve("mosquitto.conf"), """
                listener %d
                allow_anonymous true
                persistence false
                max_queued_messages 0
                max_inflight_messages 0
                log_type error
                user %s
                """.formatted(port, System.getProperty("user.name")));
        var process = program.start(
                directory,
                Map.of(),
                Stream.of(binary, "-c", config).map(Object::toString).toList());
        return OneProcess.listening("mosquitto", port, process);
    }
}

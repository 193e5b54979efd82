package io.bellcord.simulator.chaos.site;

import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** HAProxy, which passes TCP on to a broker. */
public final class LoadBalancer extends Victim {
    public static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

    private final Program program;
    private final Path config;
    private final int port;

    private LoadBalancer(Program program, Path config, int port) {
        super(launch(program, config));
        this.program = program;
        this.config = config;
        this.port = port;
    }

    /** Returns when it listens. */
    static LoadBalancer start(Program program, Path directory, int target) throws IOException {
        var port = Sockets.freePort();
        var config = Files.writeString(directory.resolve("haproxy.cfg"), """
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 1h
                  timeout server 1h
                listen mqtt
                  bind 127.0.0.1:%d
                  server node 127.0.0.1:%d
                """.formatted(port, target));
        return ready(new LoadBalancer(program, config, port), LoadBalancer::awaitListening);
    }

    private static Process launch(Program program, Path config) {
        return program.start(
                config.toAbsolutePath().getRoot(),
                Map.of(),
                List.of(PROGRAM.toString(), "-db", "-f", config.toString()));
    }

    /** After it was killed. */
    public void startAgain() {
        runs(launch(program, config));
        awaitListening();
    }

    private void awaitListening() {
        Patience.until("HAProxy listens", process(), () -> Sockets.accepts(port));
    }

    public int port() {
        return port;
    }
}

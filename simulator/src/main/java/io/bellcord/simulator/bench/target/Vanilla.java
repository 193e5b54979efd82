package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Moquette as it comes: anyone may connect and publish, nothing is intercepted. */
public final class Vanilla implements Server {
    private final Process process;
    private final int port;

    private Vanilla(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Vanilla start(Program program, Path directory) throws IOException {
        var port = Sockets.freePort();
        Files.createDirectories(directory.resolve("config"));
        // NIO and a long session queue as Bellcord has it, so that both do the same work and lose nothing.
        Files.writeString(directory.resolve("config/moquette.conf"), """
                host 0.0.0.0
                port %d
                websocket_port disabled
                allow_anonymous true
                persistence_enabled false
                telemetry_enabled false
                netty.native false
                session_queue_size 100000
                """.formatted(port));
        var server = new Vanilla(program.moquette(directory), port);
        Patience.until("Moquette listens", server.process, () -> Sockets.accepts(port));
        return server;
    }

    @Override
    public String name() {
        return "moquette";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(process.toHandle());
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}

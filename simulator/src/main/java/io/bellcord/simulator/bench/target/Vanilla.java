package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Moquette as it comes: anyone may connect and publish, nothing is intercepted. */
public final class Vanilla {
    private Vanilla() {}

    public static Server start(Program program, Path directory) throws IOException {
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
        return OneProcess.listening("moquette", port, program.moquette(directory));
    }
}

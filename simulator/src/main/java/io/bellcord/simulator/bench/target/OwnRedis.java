package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis of the system's packages, in memory alone. */
record OwnRedis(Process process, int port) implements AutoCloseable {
    static OwnRedis start(Program program, Path directory) throws IOException {
        return start(program, directory, List.of());
    }

    /** @param options besides, as on its command line */
    static OwnRedis start(Program program, Path directory, List<String> options) throws IOException {
        var port = Sockets.freePort();
        var command = new ArrayList<>(
                List.of("redis-server", "--port", Integer.toString(port), "--save", "", "--bind", "127.0.0.1"));
        command.addAll(options);
        var process = program.start(directory, Map.of(), command);
        return new OwnRedis(
                Program.ready(process, "Redis listens (apt-get install redis-server)", () -> Sockets.accepts(port)),
                port);
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}

package io.bellcord.simulator.chaos.site;

import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL whose data is there already. */
public final class PostgresProcess extends Victim {
    private final Program program;
    private final Path directory;
    private final int port;
    private final List<String> command;

    private PostgresProcess(Program program, Path directory, int port, List<String> command) {
        super(program.start(directory, Map.of(), command));
        this.program = program;
        this.directory = directory;
        this.port = port;
        this.command = command;
    }

    /** Returns when it listens. */
    static PostgresProcess start(Program program, Path directory, Path data) throws IOException {
        var port = Sockets.freePort();
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "--user")); // it does not run as root
        }
        command.addAll(List.of(
                Servers.postgres().resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-c",
                "unix_socket_directories="));
        return ready(new PostgresProcess(program, directory, port, command), PostgresProcess::awaitListening);
    }

    /** After it was killed. */
    public void startAgain() {
        runs(program.start(directory, Map.of(), command));
        awaitListening();
    }

    private void awaitListening() {
        Patience.until("PostgreSQL listens", process(), () -> Sockets.accepts(port));
    }

    public int port() {
        return port;
    }
}

package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.util.List;

/** A broker that is one process and lets anyone in. */
record OneProcess(String name, int port, Process process) implements Server {
    /** Waits until it listens. */
    static OneProcess listening(String name, int port, Process process) {
        return new OneProcess(name, port, Program.ready(process, name + " listens", () -> Sockets.accepts(port)));
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

package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.process.Closing;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The way of the service before Bellcord: a program that asks Redis for each rider who comes. */
record KeysAndMget(Server program, OwnRedis redis) implements Server {
    static KeysAndMget start(Program program, Path directory) throws IOException {
        var redis = OwnRedis.start(program, directory);
        try {
            var port = Sockets.freePort();
            var arguments = List.of(
                    "-jar",
                    program.simulatorJar().toString(),
                    "bench",
                    "keys-and-mget",
                    Integer.toString(port),
                    Integer.toString(redis.port()));
            var process = program.java(directory, Map.of(), arguments);
            return new KeysAndMget(OneProcess.listening("keys+mget", port, process), redis);
        } catch (RuntimeException | IOException e) {
            redis.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return program.name();
    }

    @Override
    public int port() {
        return program.port();
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(program.processes().getFirst(), redis.process().toHandle());
    }

    @Override
    public void close() {
        Closing.all(List.of(redis, program));
    }
}

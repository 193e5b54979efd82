package io.bellcord.simulator.chaos.site;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.store.Redis;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Redis that keeps nothing, unless its options say so. */
public final class RedisProcess extends Victim {
    private final Program program;
    private final Path directory;
    private final int port;
    private final List<String> command;

    private RedisProcess(Program program, Path directory, int port, List<String> command) {
        super(program.start(directory, Map.of(), command));
        this.program = program;
        this.directory = directory;
        this.port = port;
        this.command = command;
    }

    /** Returns when it answers. */
    static RedisProcess start(Program program, Path directory, String... options) throws IOException {
        Files.createDirectories(directory);
        var port = Sockets.freePort();
        var command = new ArrayList<>(List.of(
                Servers.redis(program).toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                ""));
        command.addAll(List.of(options));
        return ready(new RedisProcess(program, directory, port, command), RedisProcess::awaitAnswer);
    }

    /** After it was killed. */
    public void startAgain() {
        runs(program.start(directory, Map.of(), command));
        awaitAnswer();
    }

    private void awaitAnswer() {
        Patience.until("Redis answers", process(), this::answers);
    }

    private boolean answers() {
        try {
            return "PONG".equals(call("PING").getFirst());
        } catch (BenchFailed _) {
            return false;
        }
    }

    public List<@Nullable String> call(String... words) {
        try (var redis = new Redis(port)) {
            return redis.call(List.of(words));
        } catch (IOException e) {
            throw new BenchFailed("Redis: " + e);
        }
    }

    public int port() {
        return port;
    }
}

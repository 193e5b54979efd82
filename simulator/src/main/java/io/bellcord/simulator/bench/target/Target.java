package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A broker that can be measured.
 *
 * @param name as {@code --target} and the tables have it
 */
public record Target(String name, Start start) {
    /** How it is started, in a directory of its own. */
    @FunctionalInterface
    public interface Start {
        Server in(Program program, Path directory) throws IOException;
    }

    /** Those that are started here, the one that the others are compared with first. */
    public static final List<Target> STARTED = List.of(
            new Target("bellcord", Bellcord::start),
            new Target("mosquitto", Mosquitto::start),
            new Target("mosquitto+store", MosquittoAndStore::start),
            new Target("keys+mget", KeysAndMget::start),
            new Target("hivemq", HiveMq::start),
            new Target("moquette", Vanilla::start));

    public static Optional<Target> named(String name) {
        return STARTED.stream().filter(target -> target.name().equals(name)).findFirst();
    }

    /** One that runs already, to which anyone may connect. */
    public static Target running(String host, int port, Optional<ProcessHandle> process) {
        var name = host + ':' + port;
        var server = new Elsewhere(name, host, port, process.map(List::of).orElse(List.of()));
        return new Target(name, (_, _) -> server);
    }
}

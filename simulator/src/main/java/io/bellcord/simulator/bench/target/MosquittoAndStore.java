package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Closing;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.store.Redis;
import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.bench.store.Subscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mosquitto, and a process that subscribes to all positions and stores them in Redis: what Bellcord does inside. */
final class MosquittoAndStore implements Server {
    private final Server mosquitto;
    private final OwnRedis redis;
    private final Process subscriber;

    private MosquittoAndStore(Server mosquitto, OwnRedis redis, Process subscriber) {
        this.mosquitto = mosquitto;
        this.redis = redis;
        this.subscriber = subscriber;
    }

    static MosquittoAndStore start(Program program, Path directory) throws IOException {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            return start(program, directory, opened);
        } catch (RuntimeException | IOException e) {
            Closing.all(opened);
            throw e;
        }
    }

    private static MosquittoAndStore start(Program program, Path directory, List<AutoCloseable> opened)
            throws IOException {
        var mosquitto = Mosquitto.start(program, directory);
        opened.add(mosquitto);
        var redis = OwnRedis.start(program, directory);
        opened.add(redis);
        var arguments = List.of(
                "-jar",
                program.simulatorJar().toString(),
                "bench",
                "store",
                Integer.toString(mosquitto.port()),
                Integer.toString(redis.port()));
        var subscriber = program.java(directory, Map.of(), arguments);
        var server = new MosquittoAndStore(mosquitto, redis, subscriber);
        Program.ready(subscriber, "the subscriber has subscribed", () -> server.stored() >= 0);
        return server;
    }

    private long stored() {
        try (var connection = new Redis(redis.port())) {
            var text = connection.call(List.of("GET", Subscriber.COUNT)).getFirst();
            return text == null ? -1 : Long.parseLong(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "mosquitto+store";
    }

    @Override
    public int port() {
        return mosquitto.port();
    }

    @Override
    public List<ProcessHandle> processes() {
        if (!subscriber.isAlive()) {
            throw new BenchFailed("the subscriber has ended");
        }
        return List.of(mosquitto.processes().getFirst(), subscriber.toHandle());
    }

    @Override
    public Optional<Store> store() {
        return Optional.of(new Store(redis.port(), this::stored));
    }

    @Override
    public void close() {
        Closing.all(List.of(redis, mosquitto, () -> Program.stop(subscriber)));
    }
}

package io.bellcord.broker.testing;

import io.bellcord.broker.embedded.RedisServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A real Redis of a test's own, empty; it takes 20 ms. */
public final class TestRedis implements AutoCloseable {
    private final RedisServer server;
    private final int port;
    private final Path directory;

    private TestRedis(RedisServer server, int port, Path directory) {
        this.server = server;
        this.port = port;
        this.directory = directory;
    }

    public static TestRedis start() {
        try {
            Path directory = Files.createTempDirectory("bellcord-redis");
            int port = FreePort.find();
            var redis = new TestRedis(RedisServer.start(directory, port), port, directory);
            // For the test that is aborted: Redis would outlive this JVM.
            Runtime.getRuntime().addShutdownHook(new Thread(redis::close, "stop test redis"));
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return RedisServer.uri(port);
    }

    @Override
    public void close() {
        server.close();
        delete(directory.toFile());
    }

    static void delete(File file) {
        for (File each : Objects.requireNonNullElse(file.listFiles(), new File[0])) {
            delete(each);
        }
        file.delete();
    }
}

package io.bellcord.broker.testing;

import io.bellcord.broker.embedded.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Redis of a test's own, empty; it takes 20 ms. */
public final class TestRedis implements AutoCloseable {
    private final RedisServer server;
    private final int port;
    private final Thread atExit;

    private TestRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
        this.atExit = new Thread(server::close, "stop test redis");
    }

    public static TestRedis start() {
        try {
            Path directory = Files.createTempDirectory("bellcord-redis");
            int port = FreePort.find();
            var redis = new TestRedis(RedisServer.start(directory, port), port);
            // For the test that is aborted: Redis would outlive this JVM.
            Runtime.getRuntime().addShutdownHook(redis.atExit);
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
    }
}

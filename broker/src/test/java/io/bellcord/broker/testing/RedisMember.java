package io.bellcord.broker.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** One process of a Redis Cluster. */
public final class RedisMember {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final URI uri;

    private RedisMember(Process process, int port, URI uri) {
        this.process = process;
        this.port = port;
        this.uri = uri;
    }

    /** Returns when it answers. */
    static RedisMember start(Path binary, Path directory, boolean overTls) {
        int port = FreePort.find();
        int tlsPort = FreePort.find();
        try {
            Files.createDirectories(directory);
            List<String> command = command(binary, port, directory);
            if (overTls) {
                command.addAll(TestTls.redisOptions(tlsPort));
                command.addAll(List.of("--tls-cluster", "yes", "--tls-replication", "yes"));
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            URI uri = URI.create(overTls ? "rediss://127.0.0.1:" + tlsPort : "redis://127.0.0.1:" + port);
            RedisMember server = new RedisMember(process, port, uri);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(server::answers);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator would have it, but quick: a server that is away for a second has failed. */
    private static List<String> command(Path binary, int port, Path directory) {
        return new ArrayList<>(List.of(
                binary.toString(),
                "--port",
                "" + port,
                "--cluster-port",
                "" + FreePort.find(),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "1000",
                "--cluster-require-full-coverage",
                "no",
                "--cluster-replica-validity-factor",
                "0",
                "--repl-diskless-sync-delay",
                "0",
                "--save",
                ""));
    }

    /** As the setting wants it. */
    URI uri() {
        return uri;
    }

    /** Without TLS. */
    public int port() {
        return port;
    }

    public Jedis open() {
        return new Jedis("127.0.0.1", port);
    }

    /** At once, without a word to anybody. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Its connections stay, and nothing comes. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean answers() {
        try (Jedis redis = open()) {
            return "PONG".equals(redis.ping());
        } catch (JedisException e) {
            return false;
        }
    }

    String id() {
        try (Jedis redis = open()) {
            return redis.clusterMyId();
        }
    }

    boolean knows(int servers) {
        try (Jedis redis = open()) {
            String info = redis.clusterInfo();
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + servers + "\r");
        }
    }
}

package io.bellcord.broker.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A Redis on loopback that writes down what it is told at least every second. It detaches itself, so that Ctrl-C in a
 * terminal reaches Bellcord alone, which still has positions to hand over before Redis may stop.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(2);

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Path directory;
    private final Path log;

    private RedisServer(Path directory, Path log) {
        this.directory = directory;
        this.log = log;
    }

    static RedisServer of(DataDirectory data) {
        return new RedisServer(data.redis(), data.log().resolve("redis.log"));
    }

    /** A Redis by itself, in any directory; tests have theirs so. */
    public static RedisServer start(Path directory, int port) {
        var redis = new RedisServer(directory, directory.resolve("redis.log"));
        redis.start(Binaries.forUser(System.getenv(), directory), port);
        return redis;
    }

    /** Where a Redis at that port is reached. */
    public static URI uri(int port) {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Returns when it accepts commands. */
    void start(Binaries binaries, int port) {
        try {
            Files.createDirectories(directory);
            Files.write(configFile(), configuration(port));
            List<String> command =
                    List.of(binaries.redis().toString(), configFile().toString());
            if (!Command.succeeds(command, log, START) || !answers(port)) {
                close();
                throw new ServerFailed("Redis", log);
            }
        } catch (IOException e) {
            throw new ServerFailed("Cannot run Redis: " + e.getMessage(), e);
        }
    }

    private List<String> configuration(int port) {
        return List.of(
                "# Written at every start.",
                "bind 127.0.0.1",
                "protected-mode yes",
                "port " + port,
                "daemonize yes",
                "pidfile \"" + pidFile() + "\"",
                "logfile \"" + log + "\"",
                "dir \"" + directory + "\"",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "# Keeps this file's name in the command line, by which a left over Redis is recognised.",
                "set-proc-title no");
    }

    private boolean answers(int port) {
        Instant deadline = Instant.now().plus(START);
        while (Instant.now().isBefore(deadline) && !Thread.currentThread().isInterrupted()) {
            if (ping(port)) {
                return process().isPresent();
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return false;
    }

    private static boolean ping(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    /** Saves and stops; also one that a Bellcord which was killed left behind. Safe to call when there is none. */
    @Override
    public void close() {
        process().ifPresent(process -> {
            process.destroy();
            if (!ServerProcess.ended(process, STOP)) {
                process.destroyForcibly();
                ServerProcess.ended(process, Duration.ofMillis(500));
            }
        });
    }

    private Optional<ProcessHandle> process() {
        return ServerProcess.find(pidFile(), configFile());
    }

    private Path configFile() {
        return directory.resolve("redis.conf");
    }

    private Path pidFile() {
        return directory.resolve("redis.pid");
    }
}

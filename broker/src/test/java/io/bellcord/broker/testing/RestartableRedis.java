package io.bellcord.broker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A real Redis that goes away and comes back on the same port, empty each time: it keeps nothing on disk. */
public final class RestartableRedis implements AutoCloseable {
    private final Path binary;
    private final int port;
    private final List<String> options;
    private final Thread atExit = new Thread(this::stop, "stop test redis");
    private Process process;

    private RestartableRedis(Path binary, int port, List<String> options) throws IOException {
        this.binary = binary;
        this.port = port;
        this.options = options;
        this.process = run();
    }

    /**
     * One of its own.
     *
     * @param options more of its command line
     */
    public static RestartableRedis start(String... options) {
        try {
            var redis = new RestartableRedis(extractBinary(), FreePort.find(), List.of(options));
            // For the test that is aborted: Redis would outlive this JVM.
            Runtime.getRuntime().addShutdownHook(redis.atExit);
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    public void stop() {
        process.destroyForcibly().onExit().join();
    }

    public void restart() {
        try {
            process = run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Returns when it accepts commands. */
    private Process run() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(binary.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
        command.addAll(options);
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = started.inputReader();
        String line = output.readLine();
        while (line != null && !line.contains("Ready to accept connections")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("Redis did not start on port " + port);
        }
        return started;
    }

    /** Redis itself, as it comes with the tests; gone when the JVM ends. */
    static Path extractBinary() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Path directory = Files.createTempDirectory("bellcord-redis");
        Path binary = directory.resolve("redis-server");
        try (InputStream in = RestartableRedis.class.getResourceAsStream("/redis-server-7.0.15-" + os + "-" + cpu)) {
            Files.copy(Objects.requireNonNull(in), binary);
        }
        if (!binary.toFile().setExecutable(true)) {
            throw new IOException("cannot be made executable: " + binary);
        }
        directory.toFile().deleteOnExit(); // in reverse order
        binary.toFile().deleteOnExit();
        return binary;
    }
}

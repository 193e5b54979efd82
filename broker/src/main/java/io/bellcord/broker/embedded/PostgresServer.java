package io.bellcord.broker.embedded;

import io.bellcord.broker.config.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL on loopback. It is started by pg_ctl, which gives it a process group of its own: Ctrl-C in a terminal
 * reaches Bellcord alone, and Bellcord stops it when it no longer needs it.
 */
final class PostgresServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Path bin;
    private final Path data;
    private final Path log;
    private final List<String> prefix;

    private PostgresServer(Path bin, Path data, Path log, List<String> prefix) {
        this.bin = bin;
        this.data = data;
        this.log = log;
        this.prefix = prefix;
    }

    static PostgresServer of(DataDirectory directory, Binaries binaries) {
        return new PostgresServer(
                binaries.postgres(),
                directory.postgres(),
                directory.log().resolve("postgres.log"),
                Unprivileged.prefix());
    }

    /** Returns when it accepts connections. */
    void start(int port) {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        String options =
                "-h 127.0.0.1 -p " + port + " -c unix_socket_directories= -c fsync=on -c synchronous_commit=on";
        if (!run(START, "pg_ctl", "start", "-w", "-s", "-l", log.toString(), "-D", data.toString(), "-o", options)) {
            close();
            throw new ServerFailed("PostgreSQL", log);
        }
    }

    /** In a directory beside first: one that was left half done, by a power cut say, is not taken for a database. */
    private void initialise() {
        Path draft = data.resolveSibling("postgres.new");
        DataDirectory.delete(draft);
        boolean done = run(
                START,
                "initdb",
                "--pgdata=" + draft,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
        if (!done) {
            throw new ServerFailed("PostgreSQL's initdb", log);
        }
        try {
            Files.move(draft, data);
        } catch (IOException e) {
            throw new ServerFailed("Cannot create " + data + ": " + e.getMessage(), e);
        }
    }

    /** Stops one that a Bellcord which was killed left behind. Safe to call when there is none. */
    void stopLeftOver() {
        if (process().isPresent()) {
            close();
        }
        try {
            // The pid in it may be anybody's by now, and PostgreSQL would refuse to start because of them.
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new StartRefused("Cannot start: cannot delete " + pidFile() + ": " + e.getMessage());
        }
    }

    /** Lets nobody in any more, ends every session, writes everything down. */
    @Override
    public void close() {
        var process = process();
        if (process.isEmpty() || stop("fast", STOP) || stop("immediate", Duration.ofSeconds(1))) {
            return;
        }
        process.get().destroyForcibly();
    }

    private boolean stop(String mode, Duration within) {
        String seconds = Long.toString(within.toSeconds());
        return run(
                within.plusMillis(500), "pg_ctl", "stop", "-w", "-s", "-m", mode, "-t", seconds, "-D", data.toString());
    }

    private Optional<ProcessHandle> process() {
        return ServerProcess.find(pidFile(), data);
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private boolean run(Duration within, String program, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.add(bin.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        try {
            return Command.succeeds(command, log, within);
        } catch (IOException e) {
            throw new ServerFailed("Cannot run " + program + ": " + e.getMessage(), e);
        }
    }
}

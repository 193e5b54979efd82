package io.bellcord.broker.embedded;

import io.bellcord.broker.config.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the embedded servers keep their data. A marker file says that it is ours: without it, an existing directory is
 * neither used nor erased, so that {@code --data ~} costs nobody their home.
 */
public final class DataDirectory {
    private static final String MARKER = ".bellcord";

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /** Touches nothing yet. */
    public static DataDirectory at(Path path) {
        return new DataDirectory(path.toAbsolutePath().normalize());
    }

    public Path path() {
        return path;
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path redis() {
        return path.resolve("redis");
    }

    /** What the servers say. */
    public Path log() {
        return path.resolve("log");
    }

    /** Who serves this directory's data, and how to connect. */
    Path serversFile() {
        return path.resolve("servers.json");
    }

    /**
     * Makes the directory, where it is missing, and takes it for this process.
     *
     * @throws StartRefused when another Bellcord has it, or it holds something else
     */
    DataLock lock() {
        try {
            create();
            return DataLock.take(path);
        } catch (IOException e) {
            throw new StartRefused("Cannot start: cannot write to the data directory " + path + ": " + e.getMessage()
                    + "; choose another with --data");
        }
    }

    private void create() throws IOException {
        if (Files.exists(path) && !isOurs() && !isEmpty()) {
            throw new StartRefused("Cannot start: " + path
                    + " is not empty and not a data directory of Bellcord; choose another with --data");
        }
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        if (!isOurs()) {
            Files.writeString(path.resolve(MARKER), "The data of Bellcord's embedded servers.\n");
        }
        Files.createDirectories(log());
    }

    /** Whether a Bellcord keeps its data there. */
    public boolean isOurs() {
        return Files.isRegularFile(path.resolve(MARKER));
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> content = Files.list(path)) {
            return content.findAny().isEmpty();
        }
    }

    /**
     * Deletes what the servers keep; the caller holds the lock and no server runs.
     *
     * @throws StartRefused when the directory does not carry our marker
     */
    void erase(DataLock held) {
        if (!held.isOf(path) || !isOurs()) {
            throw new StartRefused("Cannot erase " + path + ": it is not a data directory of Bellcord");
        }
        for (Path part : new Path[] {postgres(), redis(), log(), serversFile()}) {
            delete(part);
        }
    }

    static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

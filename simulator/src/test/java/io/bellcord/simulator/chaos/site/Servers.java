package io.bellcord.simulator.chaos.site;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Program;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.zip.ZipFile;

/** The servers' programs, which the broker's libraries carry. */
final class Servers {
    /** Where the broker unpacks PostgreSQL when it first needs it. */
    static final Path CACHE = Path.of("target", "servers").toAbsolutePath();

    private Servers() {}

    static Path redis(Program program) throws IOException {
        var mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        var arm = System.getProperty("os.arch").equals("aarch64");
        var name = "redis-server-7.0.15-" + (mac ? "darwin" : "linux") + '-' + (arm ? "arm64" : "amd64");
        var unpacked = CACHE.resolve(name);
        if (!Files.exists(unpacked)) {
            unpack(program, name, unpacked);
        }
        return unpacked;
    }

    /** Beside its place first: other tests may be at it, too. */
    private static void unpack(Program program, String name, Path to) throws IOException {
        Files.createDirectories(CACHE);
        var draft = Files.createTempFile(CACHE, "redis", "");
        try (var jar = new ZipFile(library(program, "embedded-redis-*.jar").toFile());
                var in = jar.getInputStream(jar.getEntry(name))) {
            Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
            Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException _) {
            Files.deleteIfExists(draft);
        }
    }

    private static Path library(Program program, String glob) throws IOException {
        try (var found = Files.newDirectoryStream(program.brokerJar().resolveSibling("lib"), glob)) {
            return found.iterator().next();
        }
    }

    /** PostgreSQL's programs, once the broker has unpacked them. */
    static Path postgres() throws IOException {
        try (var found = Files.newDirectoryStream(CACHE.resolve("bellcord"), "postgres-*")) {
            for (var each : found) {
                return each.resolve("bin");
            }
        }
        throw new BenchFailed("no PostgreSQL in " + CACHE);
    }
}

package io.bellcord.broker.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The servers' programs, unpacked once per version and user from the libraries that carry them. The cache is the
 * user's own: whoever could write to it could run programs as that user.
 */
final class Binaries {
    private final Path cache;

    private Binaries(Path cache) {
        this.cache = cache;
    }

    /** In the user's cache directory or, where there is none, with the data. */
    static Binaries forUser(Map<String, String> environment, Path data) {
        return new Binaries(Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".cache")))
                .map(path -> path.resolve("bellcord"))
                .filter(Binaries::isUsable)
                .orElseGet(() -> data.resolve("programs")));
    }

    private static boolean isUsable(Path path) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return Files.isWritable(path);
        } catch (IOException e) {
            return false;
        }
    }

    /** The directory with PostgreSQL's {@code initdb}, {@code pg_ctl} and {@code postgres}. */
    Path postgres() {
        String arch = isArm() ? "arm_64" : "x86_64";
        return unpacked("postgres-" + system() + "-" + arch + ".txz", "postgres", Binaries::untar)
                .resolve("bin");
    }

    Path redis() {
        String name = "redis-server-7.0.15-" + system() + "-" + (isArm() ? "arm64" : "amd64");
        return unpacked(name, "redis", Binaries::copyProgram).resolve("redis-server");
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    @FunctionalInterface
    private interface Unpacker {
        void unpack(InputStream from, Path into) throws IOException;
    }

    private Path unpacked(String resource, String name, Unpacker unpacker) {
        URL url = Binaries.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalStateException(
                    "no " + name + " for this machine (" + resource + "): build Bellcord on it, or run your own");
        }
        try {
            Path home = cache.resolve(name + "-" + version(url));
            if (!Files.isDirectory(home)) {
                unpack(url, home, unpacker);
            }
            return home;
        } catch (IOException e) {
            throw new ServerFailed("Cannot unpack " + name + " into " + cache + ": " + e.getMessage(), e);
        }
    }

    /** The checksum that the jar has of it: no need to read 15 MB at every start. */
    private static String version(URL url) throws IOException {
        var connection = url.openConnection();
        return connection instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : Long.toString(connection.getContentLengthLong());
    }

    /** Beside its place first, so that nobody ever finds half of it there. */
    private void unpack(URL url, Path home, Unpacker unpacker) throws IOException {
        Files.createDirectories(cache);
        Path draft = Files.createTempDirectory(cache, "unpacking");
        try (var in = new BufferedInputStream(url.openStream())) {
            unpacker.unpack(in, draft);
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            } // else another Bellcord was quicker, with the same
        } finally {
            DataDirectory.delete(draft);
        }
    }

    private static void copyProgram(InputStream from, Path into) throws IOException {
        Path program = into.resolve("redis-server");
        Files.copy(from, program);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static void untar(InputStream from, Path into) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(from))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, into.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void extract(InputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
        }
    }
}

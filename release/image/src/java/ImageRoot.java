import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes what the image holds below the broker: a Java runtime with the modules it needs, by jlink from the JDK that
 * runs this, and under it the C library, from the packages of the Debian that this is built on. So an image needs no
 * base image, and has the fixes of its day.
 *
 * <p>Arguments: the folder to make ({@code system} and {@code java} in it), and the modules.
 */
final class ImageRoot {
    /** glibc, and what it loads when a thread is cancelled. The JVM of Eclipse Temurin needs nothing else. */
    private static final List<String> PACKAGES = List.of("libc6", "libgcc-s1", "gcc-12-base");

    /** Libraries and licences: no tables of character sets, which Java brings itself, and no programs. */
    private static final Pattern KEPT =
            Pattern.compile("lib(64)?/([^/]*-linux-gnu[^/]*/)?[^/]*\\.so[^/]*|usr/share/doc/.*copyright");

    private static final Map<String, String> TEXTS = Map.of(
            "etc/passwd", "bellcord:x:65532:65532:bellcord:/tmp:/sbin/nologin\n",
            "etc/group", "bellcord:x:65532:\n",
            "etc/nsswitch.conf", "hosts: files dns\n");

    private final Path root;

    private ImageRoot(Path root) {
        this.root = root;
    }

    public static void main(String[] args) throws Exception {
        var image = new ImageRoot(Path.of(args[0]).toAbsolutePath());
        delete(image.root);
        // Jib takes a layer for one that it has kept where names and times are the same, and here all times are.
        delete(image.root.resolveSibling("jib-cache"));
        Files.createDirectories(image.root.resolve("system/tmp"));
        image.runtime(args[1].replaceAll("\\s", ""));
        for (String name : PACKAGES) {
            image.system(name);
        }
        for (var text : TEXTS.entrySet()) {
            Path file = image.root.resolve("system").resolve(text.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.getValue());
        }
    }

    private void runtime(String modules) {
        int code = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true),
                        "--add-modules=" + modules,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress=zip-6",
                        "--output=" + root.resolve("java"));
        if (code != 0) {
            throw new IllegalStateException("jlink ended with " + code);
        }
    }

    /** A package's libraries and licence, and what it says of itself: scanners look for that to know what is there. */
    private void system(String name) throws IOException, InterruptedException {
        Path unpacked = root.resolve("packages").resolve(name);
        Files.createDirectories(unpacked);
        run(unpacked, "apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", name);
        try (var files = Files.list(unpacked)) {
            Path deb = files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
            run(unpacked, "dpkg-deb", "--extract", deb.toString(), unpacked.toString());
            Path status = root.resolve("system/var/lib/dpkg/status.d").resolve(name);
            Files.createDirectories(status.getParent());
            run(unpacked, status, "dpkg-deb", "--field", deb.toString());
        }
        keep(unpacked);
    }

    private void keep(Path unpacked) throws IOException {
        try (var files = Files.walk(unpacked)) {
            for (Path file : files.filter(file -> !Files.isDirectory(file, NOFOLLOW_LINKS)).toList()) {
                // Debian has /lib as a link to /usr/lib, which an image without its base files lacks.
                String path = unpacked.relativize(file).toString().replaceFirst("^usr/lib", "lib");
                if (KEPT.matcher(path).matches()) {
                    Path target = root.resolve("system").resolve(path);
                    Files.createDirectories(target.getParent());
                    Files.copy(itself(file, unpacked), target);
                }
            }
        }
    }

    /** What a link leads to in the package: one that starts at / would lead out of it. */
    private static Path itself(Path file, Path unpacked) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            return file;
        }
        Path link = Files.readSymbolicLink(file);
        return link.isAbsolute() ? unpacked.resolve(Path.of("/").relativize(link)) : file.resolveSibling(link);
    }

    private static void run(Path in, String... command) throws IOException, InterruptedException {
        run(in, in.resolveSibling("log"), command);
    }

    private static void run(Path in, Path output, String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + code
                    + ": an image is built on Debian or Ubuntu, after apt-get update");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Lays the folder out that a release is unpacked to. Of each program's libraries those are taken that its manifest
 * names, since a build leaves older ones lying beside them; one that is missing stops the build.
 *
 * <p>Arguments: the project's folder, the folder to make, and files that are put into it as they are.
 */
final class LayOut {
    private static final List<String> PROGRAMS = List.of("broker", "simulator");
    private static final List<String> FOLDERS = List.of("config", "docs");
    private static final List<String> FILES = List.of("LICENSE", "README.md", "SECURITY.md");

    /** What a library says of its licence stands at its root or in META-INF. */
    private static final Pattern LEGAL =
            Pattern.compile("(META-INF/)?(licen[cs]e|notice|copying|about|third-party)[^/]*", Pattern.CASE_INSENSITIVE);

    private final Path project;
    private final Path home;

    private LayOut(Path project, Path home) {
        this.project = project;
        this.home = home;
    }

    public static void main(String[] args) throws IOException {
        var release = new LayOut(Path.of(args[0]), Path.of(args[1]));
        release.clear();
        release.programs();
        release.texts();
        for (String file : List.of(args).subList(2, args.length)) {
            release.copy(Path.of(file), Path.of(file).getFileName());
        }
        release.licences();
        Checksums.main(new String[] {release.home.resolve("SHA256SUMS").toString(), release.home.toString()});
    }

    private void clear() throws IOException {
        if (Files.exists(home)) {
            try (var old = Files.walk(home)) {
                old.sorted(Comparator.reverseOrder()).forEach(LayOut::delete);
            }
        }
        Files.createDirectories(home);
    }

    private void programs() throws IOException {
        copy(project.resolve("bellcord"), Path.of("bin", "bellcord"));
        Files.createSymbolicLink(home.resolve("bellcord"), Path.of("bin", "bellcord")); // so every document holds here
        for (String program : PROGRAMS) {
            Path target = project.resolve(program).resolve("target");
            Path jar = target.resolve("bellcord-" + program + ".jar");
            copy(jar, jar.getFileName());
            for (String library : libraries(jar)) {
                copy(target.resolve(library), Path.of(library));
            }
        }
    }

    private static List<String> libraries(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return List.of(file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" "));
        }
    }

    private void texts() throws IOException {
        for (String name : FILES) {
            copy(project.resolve(name), Path.of(name));
        }
        for (String name : FOLDERS) {
            try (var files = Files.walk(project.resolve(name)).filter(Files::isRegularFile)) {
                files.forEach(file -> copy(file, project.relativize(file)));
            }
        }
    }

    private void licences() throws IOException {
        try (var libraries = Files.list(home.resolve("lib"))) {
            libraries.forEach(this::licencesOf);
        }
    }

    private void licencesOf(Path library) {
        Path folder = home.resolve("licences")
                .resolve(library.getFileName().toString().replaceFirst("\\.jar$", ""));
        try (var jar = new JarFile(library.toFile())) {
            for (JarEntry entry : jar.stream().filter(LayOut::isLegal).toList()) {
                try (InputStream text = jar.getInputStream(entry)) {
                    Files.createDirectories(folder);
                    Files.copy(text, folder.resolve(Path.of(entry.getName()).getFileName()), REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLegal(JarEntry entry) {
        return !entry.isDirectory() && LEGAL.matcher(entry.getName()).matches();
    }

    private void copy(Path from, Path to) {
        try {
            Path target = home.resolve(to);
            Files.createDirectories(target.getParent());
            Files.copy(from, target, REPLACE_EXISTING); // programs share libraries
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay out " + from, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

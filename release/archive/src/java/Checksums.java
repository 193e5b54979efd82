import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what {@code sha256sum -c} reads. Arguments: the file to write, and what it is about: files beside it, or a
 * folder that it stands in, for all that is in there.
 */
final class Checksums {
    private Checksums() {}

    public static void main(String[] args) throws IOException {
        List<Path> all = Arrays.stream(args).map(Path::of).map(Path::toAbsolutePath).map(Path::normalize).toList();
        Path output = all.getFirst();
        Files.deleteIfExists(output);
        Files.writeString(output, lines(output.getParent(), all.subList(1, all.size())));
    }

    private static String lines(Path beside, List<Path> of) throws IOException {
        try (var files = of.stream().flatMap(Checksums::files)) {
            return files.sorted()
                    .map(file -> sha256(file) + "  " + beside.relativize(file) + "\n")
                    .collect(Collectors.joining());
        }
    }

    private static Stream<Path> files(Path path) {
        try {
            return Files.walk(path).filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}

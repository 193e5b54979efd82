package io.bellcord.broker.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file that only its owner may read, and that is never seen half written. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Replaces the file, if there is one, in a single step. */
    public static void write(Path file, String content) {
        Path target = file.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            // A temporary file is readable by its owner alone from the beginning.
            Path draft = Files.createTempFile(
                    target.getParent(), target.getFileName().toString(), ".new");
            try {
                Files.writeString(draft, content);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target, e);
        }
    }
}

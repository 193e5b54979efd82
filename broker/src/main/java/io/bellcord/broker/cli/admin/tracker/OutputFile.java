package io.bellcord.broker.cli.admin.tracker;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.bellcord.broker.cli.admin.action.OutputFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A file of secrets: nobody else can read it, and none is overwritten unasked. */
final class OutputFile {
    private OutputFile() {}

    /** Writes all lines, or leaves what was there. */
    static void write(Path file, List<String> lines, boolean force) {
        if (Files.exists(file) && !force) {
            throw new OutputFileException(
                    "--out " + file + " is there already; name another file, or replace it with --force");
        }
        Path target = file.toAbsolutePath();
        Path folder = target.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            throw new OutputFileException("--out " + file + " has no folder to stand in; create " + folder);
        }
        try {
            replace(target, folder, lines);
        } catch (IOException e) {
            throw new OutputFileException("--out " + file + " cannot be written to " + folder + ": " + e.getMessage()
                    + "; name a file in a folder that you may write to");
        }
    }

    private static void replace(Path file, Path folder, List<String> lines) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path draft = Files.createTempFile(folder, ".tokens", ".draft", ownerOnly);
        try {
            Files.write(draft, lines);
            Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}

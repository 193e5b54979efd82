package io.bellcord.broker.config;

import io.bellcord.broker.config.Kind.InvalidValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds the value of one setting and nothing else, as Docker, Kubernetes and systemd hand out secrets. */
final class ValueFile {
    private static final int LARGEST = 64 << 10;

    private ValueFile() {}

    /** Without the line break that editors put at the end. */
    static String read(String file) throws InvalidValue {
        try (var in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new InvalidValue(quoted(file) + "is larger than 64KiB: name the file that holds the value alone");
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            throw new InvalidValue(quoted(file) + "does not exist: name a file that holds the value");
        } catch (IOException | InvalidPathException e) {
            throw new InvalidValue(quoted(file) + "cannot be read: let the user that runs Bellcord read it");
        }
    }

    private static String quoted(String file) {
        return "\"" + file + "\" ";
    }
}

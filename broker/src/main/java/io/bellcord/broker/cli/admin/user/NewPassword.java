package io.bellcord.broker.cli.admin.user;

import io.bellcord.broker.cli.admin.action.OutputFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A user's new password: from a file or standard input, never from the command line, which everybody can read. */
final class NewPassword {
    private static final String ALPHABET =
            "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"; // none look alike
    private static final int LENGTH = 16; // of 56 characters: 92 bits

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Its first line is the password; - reads standard input. Without it one is made and shown.")
    private @Nullable Path file;

    /**
     * One password.
     *
     * @param made by us, so that it has to be shown
     */
    record Chosen(String value, boolean made) {
        /** Without the value. */
        @Override
        public String toString() {
            return "Chosen[made=" + made + "]";
        }

        Optional<String> toShow() {
            return Optional.of(value).filter(_ -> made);
        }
    }

    Chosen choose() {
        return file == null ? new Chosen(make(), true) : new Chosen(read(file), false);
    }

    private static String read(Path file) {
        try (BufferedReader in = open(file)) {
            return Optional.ofNullable(in.readLine()).orElse("");
        } catch (IOException e) {
            throw new OutputFileException("--password-file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); name a file, or - for standard input");
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        return file.toString().equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(file);
    }

    private static String make() {
        var random = new SecureRandom();
        var made = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return made.toString();
    }
}

package io.bellcord.simulator.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of JWTs, one a line; empty lines and those that start with # are skipped. */
final class TokensFile {
    private TokensFile() {}

    /** @throws IllegalArgumentException naming the first line that is no token of a provider */
    static List<Token> read(Path file) throws IOException {
        var tokens = new ArrayList<Token>();
        var lines = Files.readAllLines(file);
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                tokens.add(token(line, i + 1, file));
            }
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no token: write one JWT per line");
        }
        return tokens;
    }

    private static Token token(String line, int number, Path file) {
        try {
            return Token.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "line " + number + " of " + file + ' ' + e.getMessage() + "; write one JWT per line", e);
        }
    }
}

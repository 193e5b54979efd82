package io.bellcord.broker.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Reads a properties file and remembers the line of each entry, which {@link Properties} alone does not: a mistake is
 * told with its line.
 */
final class PropertiesFile {
    record Entry(String key, String value, int line) {}

    private PropertiesFile() {}

    static List<Entry> read(Path file) {
        try {
            return entries(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartRefused("Cannot start: cannot read " + file
                    + (Files.exists(file) ? ": " + e.getMessage() : ": there is no such file"));
        }
    }

    private static List<Entry> entries(List<String> lines) {
        var entries = new ArrayList<Entry>();
        for (int at = 0; at < lines.size(); at++) {
            int first = at;
            var logical = new StringBuilder(lines.get(at));
            while (continues(logical) && at + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++at));
            }
            parse(logical.toString())
                    .forEach((key, value) -> entries.add(
                            new Entry(key.toString(), value.toString().strip(), first + 1)));
        }
        return entries;
    }

    /** A line that ends in an odd number of backslashes goes on in the next; a comment never does. */
    private static boolean continues(CharSequence line) {
        String text = line.toString();
        char first = text.isBlank() ? ' ' : text.strip().charAt(0);
        int backslashes = 0;
        for (int i = text.length() - 1; i >= 0 && text.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 1 && first != '#' && first != '!';
    }

    private static Properties parse(String line) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringReader does not fail
        }
        return properties;
    }
}

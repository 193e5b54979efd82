package io.bellcord.broker.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of docs/METRICS.md. */
final class MetricsPage {
    private static final Path FILE = Path.of("../docs/METRICS.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_:]+)` \\| (\\w+) \\|([^|]*)\\|(.*)\\|$");

    private MetricsPage() {}

    /** One metric. */
    record Documented(String type, Set<String> labels, String words) {}

    /** By its name. */
    static Map<String, Documented> read() {
        try (var lines = Files.lines(FILE)) {
            return lines.map(ROW::matcher)
                    .filter(row -> row.matches())
                    .collect(Collectors.toMap(
                            row -> row.group(1),
                            row -> new Documented(
                                    row.group(2),
                                    labels(row.group(3)),
                                    row.group(4).strip()),
                            (one, other) -> {
                                throw new AssertionError("told twice: " + one + other);
                            },
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> labels(String cell) {
        return Arrays.stream(cell.replace("`", "").split("[, ]+"))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

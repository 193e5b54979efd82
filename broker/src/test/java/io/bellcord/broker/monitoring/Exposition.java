package io.bellcord.broker.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a broker tells at {@code /metrics}. */
final class Exposition {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> OF_TYPES = Set.of("le", "quantile");

    private final Map<String, String> types = new TreeMap<>();
    private final Set<String> helped = new TreeSet<>();
    private final List<Sample> samples = new ArrayList<>();

    /** One figure. */
    record Sample(String name, Map<String, String> labels) {}

    Exposition(String text) {
        for (String line : text.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher help = HELP.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (help.matches()) {
                helped.add(help.group(1));
            } else if (sample.matches()) {
                samples.add(new Sample(sample.group(1), labels(sample.group(2))));
            }
        }
    }

    private static Map<String, String> labels(@Nullable String text) {
        return text == null
                ? Map.of()
                : LABEL.matcher(text).results().collect(Collectors.toMap(one -> one.group(1), one -> one.group(2)));
    }

    /** Types by name. */
    Map<String, String> types() {
        return types;
    }

    /** Those that say what they are. */
    Set<String> helped() {
        return helped;
    }

    /** The labels of a metric, without those that its type brings. */
    Set<String> labels(String metric, String type) {
        List<String> suffixes = type.equals("histogram") || type.equals("summary") ? List.of("_count") : List.of("");
        return samples.stream()
                .filter(sample ->
                        suffixes.stream().anyMatch(suffix -> sample.name().equals(metric + suffix)))
                .flatMap(sample -> sample.labels().keySet().stream())
                .filter(label -> !OF_TYPES.contains(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether there is a figure of this name; where a label is named, one with this value. */
    boolean has(String name, String label, String value) {
        return samples.stream()
                .anyMatch(sample -> sample.name().equals(name)
                        && value.equals(sample.labels().get(label)));
    }

    boolean has(String name) {
        return samples.stream().anyMatch(sample -> sample.name().equals(name));
    }
}

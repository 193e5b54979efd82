package io.bellcord.broker.cli.status;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code /metrics} said at one moment, in Prometheus' text format. */
record Scrape(List<Sample> samples) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One figure. */
    record Sample(String name, Map<String, String> labels, double value) {
        boolean has(String label, String value) {
            return value.equals(labels.get(label));
        }
    }

    /** Passes over what is no figure. */
    static Scrape parse(String text) {
        return new Scrape(text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Sample(line.group(1), labels(line.group(2)), number(line.group(3))))
                .toList());
    }

    private static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            LABEL.matcher(text).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return labels;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private Stream<Sample> of(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name));
    }

    /** Of all with this name together; 0 where there is none. */
    double sum(String name) {
        return of(name).mapToDouble(Sample::value).sum();
    }

    /** The same of those with a label. */
    double sum(String name, String label, String value) {
        return of(name).filter(sample -> sample.has(label, value))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** A label of the first that has it; empty where none does. */
    String label(String name, String label) {
        return of(name).map(sample -> sample.labels().getOrDefault(label, ""))
                .findFirst()
                .orElse("");
    }

    /** How many by the values of a label, without those that are 0; in the order of the values. */
    Map<String, Double> by(String name, String label) {
        Map<String, Double> sums = new TreeMap<>();
        of(name).filter(sample -> sample.value() != 0)
                .forEach(sample -> sums.merge(sample.labels().getOrDefault(label, ""), sample.value(), Double::sum));
        return sums;
    }
}

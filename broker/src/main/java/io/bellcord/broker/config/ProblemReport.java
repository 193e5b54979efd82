package io.bellcord.broker.config;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lays problems out as a table under one headline. */
final class ProblemReport {
    private ProblemReport() {}

    static String of(List<Problem> problems) {
        int labels = widest(problems, problem -> problem.place().label());
        int names = widest(problems, Problem::name);
        return problems.stream()
                .map(problem -> "\n  " + pad(problem.place().label(), labels) + "  " + pad(problem.name(), names) + "  "
                        + problem.message())
                .collect(Collectors.joining("", headline(problems), ""));
    }

    private static String headline(List<Problem> problems) {
        String sources = problems.stream()
                .map(problem -> problem.place().source())
                .distinct()
                .collect(Collectors.joining(" and "));
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return "Cannot start: " + count + " in " + sources;
    }

    private static int widest(List<Problem> problems, Function<Problem, String> column) {
        return problems.stream().map(column).mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}

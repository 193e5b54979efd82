package io.bellcord.simulator.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows side by side, for people: the median, and the lowest and highest below where they differ. */
public final class Table {
    private static final int NAMES = 16;
    private static final int WIDTH = 15;

    private Table() {}

    /** In columns of fixed width. */
    public static List<String> lines(List<Row> rows) {
        var figures = present(rows);
        List<String> lines = new ArrayList<>();
        var heading = new StringBuilder(pad("scenario") + pad("target"));
        figures.forEach(figure -> heading.append(String.format(Locale.ROOT, " %" + WIDTH + "s", figure.heading())));
        lines.add(heading.toString());
        for (var row : rows) {
            var line = new StringBuilder(pad(row.scenario()) + pad(row.target()));
            var below = new StringBuilder(pad("") + pad(""));
            for (var figure : figures) {
                line.append(String.format(Locale.ROOT, " %" + WIDTH + "s", median(row, figure)));
                below.append(String.format(Locale.ROOT, " %" + WIDTH + "s", range(row, figure)));
            }
            lines.add(line.toString());
            lines.add(below.toString().stripTrailing());
            row.remarks().forEach(remark -> lines.add("  " + remark));
        }
        return lines;
    }

    /** In Markdown. */
    public static List<String> markdown(List<Row> rows) {
        return markdown(rows, present(rows));
    }

    /** Of those figures alone. */
    public static List<String> markdown(List<Row> rows, List<Figure> figures) {
        List<String> lines = new ArrayList<>();
        lines.add("| target | "
                + String.join(" | ", figures.stream().map(Figure::heading).toList()) + " |");
        lines.add("|---|" + "---:|".repeat(figures.size()));
        for (var row : rows) {
            var cells = figures.stream().map(figure -> cell(row, figure)).toList();
            lines.add("| " + row.target() + " | " + String.join(" | ", cells) + " |");
        }
        return lines;
    }

    private static String cell(Row row, Figure figure) {
        var range = range(row, figure);
        return range.isEmpty() ? median(row, figure) : median(row, figure) + " <sub>" + range + "</sub>";
    }

    private static List<Figure> present(List<Row> rows) {
        return List.of(Figure.values()).stream()
                .filter(figure -> rows.stream().anyMatch(row -> row.of(figure).isPresent()))
                .toList();
    }

    private static String median(Row row, Figure figure) {
        return row.of(figure).map(spread -> number(spread.median(), figure)).orElse("");
    }

    private static String range(Row row, Figure figure) {
        return row.of(figure)
                .filter(spread -> spread.min() < spread.max())
                .map(spread -> number(spread.min(), figure) + '–' + number(spread.max(), figure))
                .orElse("");
    }

    private static String number(double value, Figure figure) {
        return String.format(Locale.ROOT, "%." + figure.decimals() + "f", value);
    }

    private static String pad(String text) {
        return String.format(Locale.ROOT, "%-" + NAMES + "s", text);
    }
}

package io.bellcord.simulator.bench.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * docs/PERFORMANCE.md.
 *
 * @param facts the machine, the command, the flags, by name
 * @param descriptions of the scenarios, by name, in their order
 */
public record Page(Instant at, Map<String, String> facts, Map<String, String> descriptions, List<Row> rows) {
    /** In Markdown. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("# Performance");
        lines.add("");
        lines.add(
                "Written by `./bellcord bench compare`; do not edit it. [BENCH.md](BENCH.md) says what is measured and how.");
        lines.add(
                "Medians of windows, and the lowest and the highest where they differ. Only ratios within one run count.");
        lines.add("");
        lines.add("- Date: " + at.truncatedTo(ChronoUnit.MINUTES));
        facts.forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.add("");
        addAims(lines);
        descriptions.forEach((name, description) -> addScenario(lines, name, description));
        return lines;
    }

    private void addAims(List<String> lines) {
        lines.addAll(List.of("## Aims", "", "| scenario | aim | is | |", "|---|---|---:|---|"));
        for (var aim : Aim.ALL) {
            var value = aim.value(rows);
            lines.add("| " + aim.scenario() + " | " + aim.text() + " | "
                    + value.map(Aim::number).orElse("") + " | "
                    + value.map(is -> aim.isReachedBy(is) ? "reached" : "**not reached**")
                            .orElse("not measured")
                    + " |");
        }
    }

    private void addScenario(List<String> lines, String name, String description) {
        var own = rows.stream().filter(row -> row.scenario().equals(name)).toList();
        if (!own.isEmpty()) {
            lines.addAll(List.of("", "## " + name, "", "`./bellcord bench " + name + "`: " + description + ".", ""));
            lines.addAll(Table.markdown(own));
            lines.add("");
            for (var row : own) {
                lines.add("- " + row.target() + ": " + row.load());
                row.remarks().forEach(remark -> lines.add("  - " + remark));
            }
        }
    }
}

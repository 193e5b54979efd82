package io.bellcord.broker.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.broker.cli.check.rules.Recording;
import io.bellcord.broker.cli.check.rules.Rule;
import io.bellcord.broker.cli.check.rules.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The verdict of every rule on one tracker, in three forms. */
public record Report(String provider, String bus, Duration watched, List<Line> lines) {
    /** One rule's. */
    public record Line(Rule rule, Verdict verdict) {}

    public Report {
        lines = List.copyOf(lines);
    }

    public static Report of(String provider, String bus, Recording recording) {
        return new Report(
                provider,
                bus,
                Duration.between(recording.from(), recording.until()),
                Rule.ALL.stream()
                        .map(rule -> new Line(rule, rule.judge().apply(recording)))
                        .toList());
    }

    /** Those that were broken. */
    public List<String> found() {
        return lines.stream()
                .filter(line -> line.verdict().isFound())
                .map(line -> line.rule().id())
                .toList();
    }

    String summary() {
        int found = found().size();
        return "Bus " + bus + " of " + provider + ", watched for " + watched.toSeconds() + " s: "
                + (found == 0 ? "nothing found" : found + (found == 1 ? " problem" : " problems"));
    }

    String text() {
        List<String> text = new ArrayList<>();
        for (Line line : lines) {
            text.add(String.format(
                    Locale.ROOT,
                    "%-6s  %-13s  %s: %s",
                    mark(line.verdict()),
                    line.rule().id(),
                    line.rule().title(),
                    line.verdict().seen()));
            if (line.verdict().isFound()) {
                text.add(" ".repeat(23) + "-> " + line.verdict().remedy());
            }
        }
        text.add("");
        text.add(summary());
        return String.join("\n", text);
    }

    static String mark(Verdict verdict) {
        return switch (verdict.judgement()) {
            case FINE -> "ok";
            case FOUND -> "FOUND";
            case UNSEEN -> "unseen";
        };
    }

    String json() {
        var mapper = new ObjectMapper();
        ObjectNode report = mapper.createObjectNode()
                .put("provider", provider)
                .put("bus", bus)
                .put("watchedSeconds", watched.toSeconds())
                .put("found", found().size());
        var rules = report.putArray("rules");
        for (Line line : lines) {
            rules.addObject()
                    .put("rule", line.rule().id())
                    .put("verdict", line.verdict().judgement().name().toLowerCase(Locale.ROOT))
                    .put("seen", line.verdict().seen())
                    .put("remedy", line.verdict().remedy());
        }
        try {
            return mapper.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

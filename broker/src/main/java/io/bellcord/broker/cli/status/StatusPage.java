package io.bellcord.broker.cli.status;

import static java.util.stream.Collectors.joining;

import io.bellcord.broker.cli.status.NodeStatus.Figures;
import io.bellcord.broker.cli.status.NodeStatus.Running;
import io.bellcord.broker.cli.status.NodeStatus.Unreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One node's status as lines of at most eighty characters. */
final class StatusPage {
    private static final int WIDTH = 80;
    private static final int NAMES = 12;
    private static final double MEBIBYTE = 1 << 20;

    private final List<String> lines = new ArrayList<>();

    private StatusPage() {}

    static List<String> of(NodeStatus status) {
        var page = new StatusPage();
        switch (status) {
            case Unreachable(String node, String problem) -> {
                page.title(node, "does not answer", "");
                page.row("problem", problem);
            }
            case Running running -> page.tell(running);
        }
        return page.lines;
    }

    private void tell(Running running) {
        Figures figures = running.figures();
        title(running.node(), running.status().replace('_', ' '), figures.version() + ", up " + age(figures.uptime()));
        running.problems().forEach((check, words) -> row("problem", check + ": " + words));
        row("positions", positions(figures.rates()));
        row("buses", listed(figures.buses(), ""));
        row("clients", listed(figures.clients(), "s"));
        row(
                "riders get",
                String.format(Locale.ROOT, "%,.1f messages/s", figures.rates().deliveries()));
        row("providers", providers(figures.providers()));
        row(
                "Redis",
                String.format(
                        Locale.ROOT,
                        "%,.1f positions/s written, %,.0f waiting",
                        figures.rates().written(),
                        figures.waitingForRedis()));
        row("refused", refused(figures.refused()));
        row(
                "event loops",
                String.format(
                        Locale.ROOT,
                        "%,.1f ms of waiting at most",
                        figures.longestLag().toNanos() / 1e6));
        row("uses", uses(figures));
    }

    private static String positions(NodeStatus.Rates rates) {
        return String.format(
                Locale.ROOT,
                "%,.1f/s accepted, %,.1f/s superseded, %,.1f/s refused",
                rates.accepted(),
                rates.superseded(),
                rates.refused());
    }

    private static String providers(Map<String, Double> byEnabled) {
        return String.format(
                Locale.ROOT,
                "%,.0f enabled, %,.0f disabled",
                byEnabled.getOrDefault("true", 0.0),
                byEnabled.getOrDefault("false", 0.0));
    }

    /** The most frequent first. */
    private static String refused(Map<String, Double> byReason) {
        String reasons = byReason.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(one -> count(one.getValue(), one.getKey()))
                .collect(joining(", "));
        return reasons.isEmpty() ? "nothing since the start" : reasons + " since the start";
    }

    private static String uses(Figures figures) {
        return String.format(
                Locale.ROOT,
                "%,.0f of %,.0f MiB of heap, %,.0f MiB in all; %,.0f of %,.0f files",
                figures.memory().used() / MEBIBYTE,
                figures.memory().most() / MEBIBYTE,
                figures.memory().resident() / MEBIBYTE,
                figures.files().open(),
                figures.files().most());
    }

    private static String listed(Map<String, Double> counts, String ending) {
        String list = counts.entrySet().stream()
                .map(one -> count(one.getValue(), one.getKey() + (one.getValue() == 1 ? "" : ending)))
                .collect(joining(", "));
        return list.isEmpty() ? "none" : list;
    }

    private static String count(double count, String what) {
        return String.format(Locale.ROOT, "%,.0f %s", count, what.replace('_', ' '));
    }

    static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutesPart() + " min " + age.toSecondsPart() + " s";
    }

    private void title(String node, String status, String more) {
        lines.add((node + "  " + status.toUpperCase(Locale.ROOT) + "  " + more).stripTrailing());
    }

    /** What is too long goes on below itself; a single word that is too long stays whole. */
    private void row(String name, String text) {
        StringBuilder line = new StringBuilder("  " + name).repeat(' ', NAMES - name.length());
        int indent = line.length();
        for (String word : text.split(" ")) {
            if (line.length() > indent && line.length() + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder().repeat(' ', indent);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }
}

package io.bellcord.simulator.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Bellcord is to reach in a scenario: a figure of its own, or its ratio to another broker's of the same run.
 *
 * @param other whose figure Bellcord's is divided by; empty: nobody's
 * @param isMost whether the limit is the most that it may be, or the least
 */
public record Aim(String scenario, Figure figure, String other, boolean isMost, double limit) {
    private static final String BELLCORD = "bellcord";

    /** All of them. */
    public static final List<Aim> ALL = List.of(
            new Aim("fan-out", Figure.CPU_PER_DELIVERY, "mosquitto", true, 0.1),
            new Aim("fan-out", Figure.P99, "", true, 150),
            new Aim("fan-out-max", Figure.DELIVERIES, "mosquitto", false, 10),
            new Aim("fan-out-max", Figure.DELIVERIES, "hivemq", false, 3),
            new Aim("one-bus-each", Figure.CPU_PER_DELIVERY, "mosquitto", true, 1),
            new Aim("fan-in-qos0", Figure.CPU_PER_PUBLISH, "mosquitto+store", true, 1),
            new Aim("fan-in-qos1", Figure.CPU_PER_PUBLISH, "mosquitto+store", true, 1),
            new Aim("fan-in-qos1", Figure.LOST, "", true, 0),
            new Aim("fan-in-qos0-max", Figure.CPU_PER_PUBLISH, "mosquitto+store", true, 1),
            new Aim("fan-in-qos1-max", Figure.CPU_PER_PUBLISH, "mosquitto+store", true, 1),
            new Aim("fan-in-qos1-max", Figure.LOST, "", true, 0),
            new Aim("slow-riders", Figure.P99, "", true, 150),
            new Aim("slow-riders", Figure.SLOW_BEYOND, "", true, 1),
            new Aim("snapshot", Figure.P50, "", true, 10),
            new Aim("snapshot", Figure.P99, "", true, 100),
            new Aim("snapshot", Figure.SNAPSHOTS, "keys+mget", false, 20),
            new Aim("snapshot", Figure.SNAPSHOTS_PER_CPU, "keys+mget", false, 20),
            new Aim("storm", Figure.ALL_IN, "", true, 3),
            new Aim("idle", Figure.RSS_PER_CLIENT_KB, "", true, 12));

    /** What it came to; empty when one of the two was not measured. */
    Optional<Double> value(List<Row> rows) {
        var own = median(rows, BELLCORD);
        return other.isEmpty() ? own : own.flatMap(mine -> median(rows, other).map(theirs -> mine / theirs));
    }

    boolean isReachedBy(double value) {
        return isMost ? value <= limit : value >= limit;
    }

    /** In words. */
    String text() {
        return figure.heading()
                + (other.isEmpty() ? " " : " ÷ " + other + "'s ")
                + String.format(Locale.ROOT, "%s %s", isMost ? "≤" : "≥", number(limit));
    }

    static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    private Optional<Double> median(List<Row> rows, String target) {
        return rows.stream()
                .filter(row -> row.scenario().equals(scenario) && row.target().equals(target))
                .flatMap(row -> row.of(figure).stream())
                .map(Row.Spread::median)
                .findFirst();
    }
}

package io.bellcord.simulator.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.fleet.Summary;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;

/** The summary for people, and for programs. */
final class SummaryPrinter {
    private SummaryPrinter() {}

    static String text(Summary summary) {
        var text = new StringBuilder();
        add(text, "buses", summary.buses() + ", at most " + summary.connectedMax() + " connected at a time");
        add(text, "ran", String.format(Locale.ROOT, "%.1f s", summary.ran().toMillis() / 1000.0));
        add(text, "sent", summary.sent());
        if (summary.qos() == 1) {
            add(text, "acknowledged", summary.acknowledged());
            add(text, "unanswered", summary.unanswered());
        }
        new TreeMap<>(summary.refused()).forEach((reason, count) -> add(text, "refused", count + " " + reason));
        add(text, "failed", summary.failed());
        add(text, "skipped", summary.skipped());
        add(text, "reconnects", summary.reconnects());
        if (summary.acknowledged() > 0) {
            add(
                    text,
                    "ack latency",
                    "p50 " + millis(summary.ackP50()) + " ms, p99 " + millis(summary.ackP99()) + " ms");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%-13s %s%n", name, value));
    }

    static String json(Summary summary) {
        var json = new ObjectMapper().createObjectNode();
        json.put("buses", summary.buses());
        json.put("qos", summary.qos());
        json.put("seconds", summary.ran().toMillis() / 1000.0);
        json.put("connectedMax", summary.connectedMax());
        json.put("sent", summary.sent());
        json.put("acknowledged", summary.acknowledged());
        json.put("unanswered", summary.unanswered());
        var refused = json.putObject("refused");
        new TreeMap<>(summary.refused()).forEach(refused::put);
        json.put("failed", summary.failed());
        json.put("skipped", summary.skipped());
        json.put("reconnects", summary.reconnects());
        json.put("ackP50Millis", millis(summary.ackP50()));
        json.put("ackP99Millis", millis(summary.ackP99()));
        return json.toString();
    }

    /** To the tenth. */
    private static double millis(Duration duration) {
        return Math.rint(duration.toNanos() / 1e5) / 10;
    }
}

package io.bellcord.broker.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.cli.status.NodeStatus.Figures;
import io.bellcord.broker.cli.status.NodeStatus.Files;
import io.bellcord.broker.cli.status.NodeStatus.Memory;
import io.bellcord.broker.cli.status.NodeStatus.Rates;
import io.bellcord.broker.cli.status.NodeStatus.Running;
import io.bellcord.broker.cli.status.NodeStatus.Unreachable;
import io.bellcord.broker.limits.Ticker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds out how a node is: looks at it, and once more after a while, for what it does by the second. */
final class StatusReader {
    private static final double NANOS = 1e9;

    private final Clock clock;
    private final Ticker ticker;
    private final Duration over;

    /** @param over how long to look */
    StatusReader(Clock clock, Ticker ticker, Duration over) {
        this.clock = clock;
        this.ticker = ticker;
        this.over = over;
    }

    NodeStatus read(NodeClient client) throws InterruptedException {
        try {
            Scrape first = client.scrape();
            long began = ticker.nanos();
            Thread.sleep(over);
            Scrape then = client.scrape();
            double seconds = (ticker.nanos() - began) / NANOS;
            JsonNode health = client.health();
            return new Running(
                    client.node().toString(),
                    health.path("status").asText(),
                    problems(health),
                    figures(then, rates(first, then, seconds)));
        } catch (IOException e) {
            return new Unreachable(client.node().toString(), why(e));
        }
    }

    private static Map<String, String> problems(JsonNode health) {
        Map<String, String> problems = new LinkedHashMap<>();
        health.path("problems")
                .properties()
                .forEach(one -> problems.put(one.getKey(), one.getValue().asText()));
        return problems;
    }

    private static String why(IOException e) {
        String words = e.getMessage();
        return words == null ? "it does not answer (" + e.getClass().getSimpleName() + ")" : words;
    }

    static Rates rates(Scrape first, Scrape then, double seconds) {
        return new Rates(
                rate(positions(first, "accepted"), positions(then, "accepted"), seconds),
                rate(positions(first, "superseded"), positions(then, "superseded"), seconds),
                rate(first.sum("bellcord_refused_total"), then.sum("bellcord_refused_total"), seconds),
                rate(first.sum("bellcord_feed_deliveries_total"), then.sum("bellcord_feed_deliveries_total"), seconds),
                rate(first.sum("bellcord_redis_written_total"), then.sum("bellcord_redis_written_total"), seconds));
    }

    private static double positions(Scrape scrape, String outcome) {
        return scrape.sum("bellcord_positions_total", "outcome", outcome);
    }

    /** From 0 where the node was restarted in between. */
    private static double rate(double before, double after, double seconds) {
        return Math.max(0, after >= before ? after - before : after) / seconds;
    }

    private Figures figures(Scrape now, Rates rates) {
        Map<String, Double> refused = now.by("bellcord_refused_total", "reason");
        now.by("bellcord_guard_connects_refused_total", "reason")
                .forEach((reason, count) -> refused.merge("login " + reason, count, Double::sum));
        return new Figures(
                now.label("bellcord_build_info", "version"),
                Duration.between(started(now), clock.instant()),
                now.by("bellcord_providers", "enabled"),
                now.by("bellcord_buses", "state"),
                now.by("bellcord_clients", "role"),
                rates,
                refused,
                now.sum("bellcord_redis_waiting"),
                Duration.ofNanos((long) (now.sum("bellcord_event_loop_lag_seconds_max") * NANOS)),
                new Memory(
                        now.sum("jvm_memory_used_bytes", "area", "heap"),
                        now.sum("jvm_memory_max_bytes", "area", "heap"),
                        now.sum("process_resident_memory_bytes")),
                new Files(now.sum("process_open_fds"), now.sum("process_max_fds")));
    }

    private static Instant started(Scrape now) {
        return Instant.ofEpochMilli((long) (now.sum("process_start_time_seconds") * 1000));
    }
}

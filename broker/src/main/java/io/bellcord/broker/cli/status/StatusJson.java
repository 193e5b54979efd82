package io.bellcord.broker.cli.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.broker.cli.status.NodeStatus.Figures;
import io.bellcord.broker.cli.status.NodeStatus.Rates;
import io.bellcord.broker.cli.status.NodeStatus.Running;
import io.bellcord.broker.cli.status.NodeStatus.Unreachable;
import java.util.List;
import java.util.Map;

/** The same for programs: units stand in the names, and what is without one is a number of things. */
final class StatusJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StatusJson() {}

    static String of(List<NodeStatus> nodes) {
        ObjectNode all = JSON.objectNode();
        var array = all.putArray("nodes");
        nodes.forEach(status -> array.add(of(status)));
        return all.toString();
    }

    private static ObjectNode of(NodeStatus status) {
        ObjectNode one = JSON.objectNode().put("node", status.node()).put("well", status.isWell());
        switch (status) {
            case Unreachable it -> one.put("status", "unreachable").put("problem", it.problem());
            case Running it -> {
                one.put("status", it.status());
                ObjectNode problems = one.putObject("problems");
                it.problems().forEach(problems::put);
                add(one, it.figures());
            }
        }
        return one;
    }

    private static void add(ObjectNode one, Figures figures) {
        one.put("version", figures.version())
                .put("uptimeSeconds", figures.uptime().toSeconds())
                .put("eventLoopLagSeconds", figures.longestLag().toNanos() / 1e9)
                .put("waitingForRedis", (long) figures.waitingForRedis())
                .put("heapBytes", (long) figures.memory().used())
                .put("heapMostBytes", (long) figures.memory().most())
                .put("residentBytes", (long) figures.memory().resident())
                .put("files", (long) figures.files().open())
                .put("filesMost", (long) figures.files().most());
        addRates(one.putObject("perSecond"), figures.rates());
        addCounts(one.putObject("buses"), figures.buses());
        addCounts(one.putObject("clients"), figures.clients());
        addCounts(one.putObject("refused"), figures.refused());
        one.putObject("providers")
                .put("enabled", figures.providers().getOrDefault("true", 0.0).longValue())
                .put("disabled", figures.providers().getOrDefault("false", 0.0).longValue());
    }

    private static void addRates(ObjectNode one, Rates rates) {
        one.put("accepted", rates.accepted())
                .put("superseded", rates.superseded())
                .put("refused", rates.refused())
                .put("deliveries", rates.deliveries())
                .put("written", rates.written());
    }

    private static void addCounts(ObjectNode one, Map<String, Double> counts) {
        counts.forEach((what, count) -> one.put(what, count.longValue()));
    }
}

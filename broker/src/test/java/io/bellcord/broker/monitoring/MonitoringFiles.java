package io.bellcord.broker.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What config/deploy has for Prometheus and Grafana. */
final class MonitoringFiles {
    static final Path PROMETHEUS = Path.of("../config/deploy/prometheus");
    static final Path DASHBOARD = Path.of("../config/deploy/grafana/bellcord.json");

    private MonitoringFiles() {}

    static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        read(new YAMLMapper(), PROMETHEUS.resolve("alerts.yaml"))
                .path("groups")
                .forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    static List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        read(new ObjectMapper(), DASHBOARD).path("panels").forEach(panels::add);
        return panels;
    }

    /** All that is asked of Prometheus. */
    static List<Expression> expressions() {
        Stream<Expression> ofAlerts = alerts().stream()
                .map(alert -> new Expression(
                        alert.path("alert").asText(), alert.path("expr").asText()));
        return Stream.concat(ofAlerts, ofPanels()).toList();
    }

    static Stream<Expression> ofPanels() {
        List<Expression> found = new ArrayList<>();
        panels().forEach(panel -> panel.path("targets")
                .forEach(target -> found.add(new Expression(
                        panel.path("title").asText(), target.path("expr").asText()))));
        return found.stream();
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

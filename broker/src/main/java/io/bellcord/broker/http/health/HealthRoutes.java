package io.bellcord.broker.http.health;

import io.bellcord.broker.http.Routes;
import io.bellcord.broker.http.health.HealthCheck.Meaning;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /health/live}: 503 when only a restart helps. {@code /health/ready}: 503 when new clients are better off on another
 * node, and in any case all that is wrong, in words. In JSON, or as text for who asks for {@code text/plain}.
 */
public final class HealthRoutes implements Routes {
    private static final int UNAVAILABLE = 503;

    private final List<HealthCheck> checks;

    /** What all checks come to at one moment. */
    private record Finding(String status, boolean good, Map<String, String> problems) {}

    /** As it is told in JSON. */
    record Told(String status, Map<String, String> problems) {}

    public HealthRoutes(List<HealthCheck> checks, MeterRegistry meters) {
        this.checks = List.copyOf(checks);
        for (HealthCheck check : this.checks) {
            Gauge.builder("bellcord.problem", () -> check.problem().find().isPresent() ? 1 : 0)
                    .description("1 while health tells of a problem")
                    .tag("check", check.name())
                    .register(meters);
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/health/live", context -> write(context, live()));
        routes.get("/health/ready", context -> write(context, ready()));
    }

    private Finding live() {
        Map<String, String> problems = problems(check -> check.meaning() == Meaning.NOT_ALIVE);
        return problems.isEmpty() ? new Finding("up", true, problems) : new Finding("stuck", false, problems);
    }

    private Finding ready() {
        Map<String, String> problems = problems(_ -> true);
        Optional<Meaning> worst = checks.stream()
                .filter(check -> problems.containsKey(check.name()))
                .map(HealthCheck::meaning)
                .max(Meaning::compareTo);
        return switch (worst.orElse(null)) {
            case null -> new Finding("ready", true, problems);
            case DEGRADED -> new Finding("degraded", true, problems);
            case NOT_READY, NOT_ALIVE -> new Finding("not_ready", false, problems);
        };
    }

    private Map<String, String> problems(Predicate<HealthCheck> which) {
        Map<String, String> problems = new LinkedHashMap<>();
        checks.stream()
                .filter(which)
                .forEach(check -> check.problem().find().ifPresent(words -> problems.put(check.name(), words)));
        return problems;
    }

    private static void write(Context context, Finding finding) {
        context.status(finding.good() ? 200 : UNAVAILABLE).header("Cache-Control", "no-store");
        String accepted = context.header("Accept");
        if (accepted != null && accepted.startsWith("text/plain")) {
            context.contentType("text/plain; charset=utf-8").result(text(finding));
        } else if (finding.status().equals("up")) {
            context.json(Map.of("status", finding.status()));
        } else {
            context.json(new Told(finding.status(), finding.problems()));
        }
    }

    private static String text(Finding finding) {
        StringBuilder text = new StringBuilder(finding.status().replace('_', ' ')).append('\n');
        finding.problems()
                .forEach((name, words) ->
                        text.append(name).append(": ").append(words).append('\n'));
        return text.toString();
    }
}

package io.bellcord.broker.http.health;

import io.bellcord.broker.http.AnswerCounts;
import io.bellcord.broker.http.CallRate;
import io.bellcord.broker.http.Messages;
import io.bellcord.broker.http.Problem;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** {@code /metrics}, for Prometheus. To gather them all costs more than most calls, so each address gets them only so often. */
public final class MetricsRoutes implements Routes {
    private static final String PATH = "/metrics";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry meters;
    private final CallRate rate;
    private final AnswerCounts counts;
    private final Messages messages = new Messages();

    public MetricsRoutes(PrometheusMeterRegistry meters, CallRate rate, AnswerCounts counts) {
        this.meters = meters;
        this.rate = rate;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH, this::answer);
    }

    private void answer(Context context) {
        try {
            rate.count(context);
            context.header("Cache-Control", "no-store")
                    .contentType(PROMETHEUS_TEXT)
                    .result(meters.scrape());
        } catch (RequestRefused e) {
            counts.count(PATH, e.code().code());
            Problem.write(context, e, messages);
        }
    }
}

package io.bellcord.broker.http;

import io.bellcord.broker.limits.Ticker;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How long answers take, from the request to their end. Streams are left out: they last as long as their reader likes. */
final class AnswerTimes implements Routes {
    private static final String BEGAN = "bellcord.began";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final Timer times;
    private final Ticker ticker;

    AnswerTimes(MeterRegistry meters, Ticker ticker) {
        this.ticker = ticker;
        times = Timer.builder("bellcord.http.answer")
                .description("Time to answer a request over HTTP, streams left out")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(context -> context.attribute(BEGAN, ticker.nanos()));
        routes.after(this::answered);
    }

    private void answered(Context context) {
        Long began = context.attribute(BEGAN);
        String type = context.res().getContentType();
        if (began != null && (type == null || !type.startsWith("text/event-stream"))) {
            times.record(Duration.ofNanos(ticker.nanos() - began));
        }
    }
}

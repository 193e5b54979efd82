package io.bellcord.broker.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.http.AnswerCounts;
import io.bellcord.broker.http.CallRate;
import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsRoutesTest {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void tellsEveryFigureButOnlySoOften() throws Exception {
        meters.counter("bellcord.something").increment();
        try (HttpServer server = server("none")) {
            assertThat(metrics(server).body()).contains("bellcord_something_total 1.0");
            assertThat(metrics(server).statusCode()).isEqualTo(200);

            HttpResponse<String> third = metrics(server);

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).contains("1");
            assertThat(third.body()).contains("\"code\":\"too_many_requests\"");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(metrics(server).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countsNothingOfATrustedNetwork() throws Exception {
        try (HttpServer server = server("127.0.0.0/8")) {
            for (int i = 0; i < 5; i++) {
                assertThat(metrics(server).statusCode()).isEqualTo(200);
            }
        }
    }

    private HttpServer server(String trusted) {
        Networks networks = Networks.parse(trusted);
        var rate = new CallRate(Optional.of(new Rate(Duration.ofSeconds(1), 2)), networks, nanos::get);
        var limits = new HttpServer.Limits(10, 10, networks, Duration.ofMinutes(1));
        return HttpServer.start(
                "127.0.0.1", 0, limits, meters, List.of(new MetricsRoutes(meters, rate, new AnswerCounts(meters))));
    }

    private static HttpResponse<String> metrics(HttpServer server) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}

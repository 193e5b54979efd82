package io.bellcord.broker.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.http.health.HealthCheck.Meaning;
import io.bellcord.broker.limits.Networks;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
    private final Map<Meaning, String> problems = new EnumMap<>(Meaning.class);
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            new HttpServer.Limits(2, 2, Networks.parse("127.0.0.0/8"), Duration.ofMinutes(1)),
            meters,
            List.of(new HealthRoutes(
                    List.of(
                            new HealthCheck("redis", () -> problem(Meaning.DEGRADED)),
                            new HealthCheck("drain", Meaning.NOT_READY, () -> problem(Meaning.NOT_READY)),
                            new HealthCheck("event_loops", Meaning.NOT_ALIVE, () -> problem(Meaning.NOT_ALIVE))),
                    meters)));

    private Optional<String> problem(Meaning meaning) {
        return Optional.ofNullable(problems.get(meaning));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isReadyAndAliveWhileNothingIsWrong() throws Exception {
        assertAnswer("/health/ready", 200, "{\"status\":\"ready\",\"problems\":{}}");
        assertAnswer("/health/live", 200, "{\"status\":\"up\"}");
    }

    @Test
    void saysWhatIsMissingAndStaysReady() throws Exception {
        problems.put(Meaning.DEGRADED, "positions are not stored");

        assertAnswer(
                "/health/ready",
                200,
                "{\"status\":\"degraded\",\"problems\":{\"redis\":\"positions are not stored\"}}");
        assertAnswer("/health/live", 200, "{\"status\":\"up\"}");
    }

    @Test
    void isNotReadyWhereOthersServeBetterAndIsNotRestartedForIt() throws Exception {
        problems.put(Meaning.DEGRADED, "positions are not stored");
        problems.put(Meaning.NOT_READY, "it is about to stop");

        assertAnswer(
                "/health/ready",
                503,
                "{\"status\":\"not_ready\",\"problems\":{\"redis\":\"positions are not stored\",\"drain\":\"it is about to stop\"}}");
        assertAnswer("/health/live", 200, "{\"status\":\"up\"}");
    }

    @Test
    void isNotAliveWhereOnlyARestartHelps() throws Exception {
        problems.put(Meaning.NOT_ALIVE, "a loop does not answer");

        assertAnswer(
                "/health/ready",
                503,
                "{\"status\":\"not_ready\",\"problems\":{\"event_loops\":\"a loop does not answer\"}}");
        assertAnswer(
                "/health/live",
                503,
                "{\"status\":\"stuck\",\"problems\":{\"event_loops\":\"a loop does not answer\"}}");
    }

    @Test
    void answersInWordsWhoAsksForText() throws Exception {
        problems.put(Meaning.NOT_READY, "it is about to stop");

        HttpResponse<String> ready = get("/health/ready", "text/plain");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(ready.body()).isEqualTo("not ready\ndrain: it is about to stop\n");
        assertThat(get("/health/live", "text/plain").body()).isEqualTo("up\n");
    }

    @Test
    void countsProblemsForAlerts() {
        problems.put(Meaning.DEGRADED, "positions are not stored");

        assertThat(meters.scrape())
                .contains("bellcord_problem{check=\"redis\"} 1.0", "bellcord_problem{check=\"drain\"} 0.0");
    }

    private void assertAnswer(String path, int status, String body) throws Exception {
        HttpResponse<String> answer = get(path, "*/*");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        var address = server.address();
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri).header("Accept", accept).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}

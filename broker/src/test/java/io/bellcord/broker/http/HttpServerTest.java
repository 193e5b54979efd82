package io.bellcord.broker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private volatile Optional<String> problem = Optional.empty();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server =
            HttpServer.start("127.0.0.1", 0, 2, List.of(new HealthCheck("redis", () -> problem)), meters, List.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhatIsWrongInWordsAndStaysReady() throws Exception {
        assertThat(get("/health/ready").body()).contains("\"status\":\"ready\"");

        problem = Optional.of("positions are not stored");

        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"degraded\"", "\"redis\":\"positions are not stored\"");
    }

    @Test
    void isAliveWhateverIsWrong() throws Exception {
        problem = Optional.of("positions are not stored");

        assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void servesMetricsForPrometheusAndGreetsAPerson() throws Exception {
        meters.counter("bellcord.something").increment();

        assertThat(get("/metrics").body()).contains("bellcord_something_total 1.0");
        assertThat(get("/").body()).startsWith("Bellcord is running.");
    }

    @Test
    void takesOnlySoManyConnectionsAtOnceAndTheNextWhenOneEnds() throws Exception {
        var address = server.address();
        try (Socket second = new Socket(address.getHostString(), address.getPort())) {
            CompletableFuture<HttpResponse<String>> third;
            try (Socket first = new Socket(address.getHostString(), address.getPort())) {
                await().until(() -> connections() == 2);
                third = CompletableFuture.supplyAsync(this::live);
                assertThat(first.isConnected()).isTrue();
                assertThat(third).isNotDone();
            }
            assertThat(third.join().statusCode()).isEqualTo(200);
            assertThat(second.isClosed()).isFalse();
        }
    }

    private double connections() {
        return meters.get("bellcord.http.connections").gauge().value();
    }

    private HttpResponse<String> live() {
        try {
            return get("/health/live");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var address = server.address();
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}

package io.bellcord.broker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.limits.Networks;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer server =
            start(new HttpServer.Limits(2, 2, Networks.parse("127.0.0.0/8"), Duration.ofMinutes(1)));

    private HttpServer start(HttpServer.Limits limits) {
        Routes echo = routes -> routes.post("/echo", context -> context.result(context.body()));
        Routes live = routes -> routes.get("/health/live", context -> context.result("up"));
        Routes bug = routes -> routes.get("/bug", _ -> {
            throw new IllegalStateException("nobody's business");
        });
        return HttpServer.start("127.0.0.1", 0, limits, meters, List.of(live, echo, bug));
    }

    @AfterEach
    void stop() {
        server.close();
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

    @Test
    void takesOnlySoManyConnectionsOfOneAddress() throws Exception {
        try (HttpServer strict = start(new HttpServer.Limits(100, 2, Networks.parse("none"), Duration.ofMinutes(1)));
                Socket second = socket(strict)) {
            try (Socket first = socket(strict)) {
                assertThat(status(first, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .isEqualTo(200);
                assertThat(status(second, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .isEqualTo(200);
                try (Socket third = socket(strict)) {
                    assertThat(isClosed(third)).isTrue();
                }
            }
            assertThat(refused("per_address")).isEqualTo(1);
            await().until(() -> {
                try (Socket next = socket(strict)) {
                    return status(next, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n") == 200;
                }
            });
        }
    }

    @Test
    void endsWhoSendsARequestByTheByteAndNotWhoAsksNowAndThen() throws Exception {
        try (HttpServer strict = start(new HttpServer.Limits(100, 100, Networks.parse("none"), Duration.ofSeconds(1)));
                Socket headers = socket(strict);
                Socket body = socket(strict);
                Socket idle = socket(strict);
                Socket busy = socket(strict)) {
            send(headers, "GET /health/live HTTP/1.1\r\nX: ");
            send(body, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                send(headers, "x");
                send(body, "x");
                assertThat(status(busy, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .isEqualTo(200);
                return refused("request_timeout") == 2;
            });
            assertThat(isClosed(headers)).isTrue();
            assertThat(isClosed(body)).isTrue();
            assertThat(isClosed(idle)).isTrue();
            assertThat(refused("request_timeout")).isEqualTo(2);
        }
    }

    @Test
    void answersWhatIsNoRequestWithAProblemOfItsOwn() throws Exception {
        assertProblem("nonsense\r\n\r\n", 400, "malformed_request");
        assertProblem("GET /health/live HTTP/1.1\r\n\r\n", 400, "malformed_request"); // no Host
        assertProblem("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed_request");
        assertProblem("GET / HTTP/3.1\r\nHost: x\r\n\r\n", 505, "malformed_request");
        assertProblem("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414, "uri_too_long");
        assertProblem("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n", 431, "headers_too_large");
    }

    /** A proxy in front might end such a request elsewhere, and take its rest for another's. */
    @Test
    void takesNoRequestThatTwoServersCouldReadInTwoWays() throws Exception {
        for (String ambiguous : List.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: +5",
                "Transfer-Encoding: identity, chunked, x",
                "Content-Length : 5",
                "X: 1\r\n Content-Length: 5",
                "Host: y")) {
            assertProblem("POST /echo HTTP/1.1\r\nHost: x\r\n" + ambiguous + "\r\n\r\n", 400, "malformed_request");
        }
    }

    @Test
    void answersWhatNoRouteTakesWithAProblemThatRepeatsNothing() throws Exception {
        String close = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        assertProblem("GET /nowhere" + close, 404, "not_found");
        assertProblem("POST /health/live" + close, 404, "not_found");
        assertProblem("TRACE /health/live" + close, 404, "not_found");
        assertProblem("BREW /health/live" + close, 404, "not_found");
        assertProblem("GET /bug" + close, 500, "server_error");
    }

    private void assertProblem(String request, int status, String code) throws IOException {
        try (Socket socket = socket(server)) {
            send(socket, request);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("application/problem+json");
            JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
            assertThat(problem.path("code").asText()).isEqualTo(code);
            assertThat(problem.path("status").asInt()).isEqualTo(status);
            assertThat(answer)
                    .containsIgnoringCase("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("<", "nowhere", "nobody");
        }
    }

    private static Socket socket(HttpServer server) throws IOException {
        Socket socket =
                new Socket(server.address().getHostString(), server.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // closed meanwhile
        }
    }

    /** What a request is answered whose answer fits in one read; -1 where it is closed instead. */
    private static int status(Socket socket, String request) {
        send(socket, request);
        try {
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return length < 0 ? -1 : Integer.parseInt(new String(answer, 9, 3, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException e) {
            return true; // by a reset
        }
    }

    private double refused(String reason) {
        return meters.counter("bellcord.http.connections.refused", "reason", reason)
                .count();
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

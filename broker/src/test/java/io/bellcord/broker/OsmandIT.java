package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.HttpApi;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traccar's OsmAnd protocol over the real broker: who is let in, and what is answered. */
class OsmandIT {
    private static TestBroker broker;
    private static HttpApi http;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        http = new HttpApi(() -> broker.broker().http());
    }

    @AfterAll
    static void stop() {
        http.close();
        broker.close();
    }

    @Test
    void takesAFormAndHttpBasicAndASecretInTheUrl() throws Exception {
        String form = "id=f1&lat=37.5&lon=127&timestamp=" + System.currentTimeMillis();
        String basic = Base64.getEncoder().encodeToString(("kb:" + tracker("f1")).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + broker.broker().http().getPort() + "/osmand"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + basic)
                .POST(BodyPublishers.ofString(form))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("accepted");
        }

        String inUrl = "/osmand?id=kb/u1&lat=37.5&lon=127&token=" + tracker("u1");
        assertThat(http.send("GET", inUrl, "").body()).contains("accepted");
    }

    @Test
    void answersWithSuccessWhatCanNeverBeTakenAndTellsTheTracker() {
        try (TestClient tracker = broker.tracker(Flavour.PAHO_3_TCP, "kb", "r1")) {
            tracker.subscribe("bus/kb/r1/refused");
            HttpResponse<String> answer = http.send(
                    "GET", "/osmand?provider=kb&id=r1&lat=95&lon=127", "", "Authorization", "Bearer " + tracker("r1"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"outcome\":\"refused\",\"reason\":\"out_of_range\","
                            + "\"message\":\"lat must be -90 to 90 but is 95\"}");
            assertThat(tracker.next().payload()).contains("out_of_range");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?lat=60.0&lon=30.0, 400, missing_field",
        "?id=1&lat=60.0&lon=30.0, 400, missing_field",
        "?id=a%20b&provider=kb&token=x, 400, invalid_id",
        "?id=1&provider=kb, 401, not_authenticated",
        "?id=1&provider=kb&token=wrong, 401, token_invalid",
        "?id=1&provider=nobody&token=wrong, 404, unknown_provider",
    })
    void refusesWhoCannotReport(String query, int status, String code) {
        HttpResponse<String> answer = http.send("GET", "/osmand" + query, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void refusesAnothersBusAndWhoOnlyReads() {
        assertThat(status(tracker("own"))).isEqualTo(403);
        assertThat(status(broker.token("kb", Role.RIDER))).isEqualTo(403);
        assertThat(status(broker.token("other", Role.DRIVER))).isEqualTo(403);
    }

    @Test
    void refusesABodyThatBreaksOffAndLogsNothingOfIt() throws Exception {
        CapturedLog log = CapturedLog.warningsAndErrors();
        try (Socket socket = new Socket()) {
            socket.connect(broker.broker().http());
            socket.getOutputStream()
                    .write("POST /osmand HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nid=1"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"malformed_request\"");
        }
        assertThat(log.take().toString()).doesNotContain("osmand");
    }

    @Test
    void logsNoSecretOfAUrl() {
        CapturedLog log = CapturedLog.warningsAndErrors();
        String secret = tracker("s1");

        http.send("GET", "/osmand?id=s1&provider=kb&lat=1&lon=1&token=" + secret, "");
        http.send("POST", "/osmand?id=s1&provider=kb&token=" + secret, "{not json");

        assertThat(log.take().toString()).doesNotContain(secret);
    }

    private static int status(String token) {
        return http.send("GET", "/osmand?provider=kb&id=1&lat=1&lon=1", "", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private static String tracker(String bus) {
        return broker.trackerToken("kb", bus);
    }
}

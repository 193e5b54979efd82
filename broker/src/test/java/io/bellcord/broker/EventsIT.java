package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.HttpApi;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.transit.ProviderId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Server-sent events against the whole broker. */
class EventsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestBroker broker;
    private static TestClient driver;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(Map.of(
                "bellcord.http.streams", "4",
                "bellcord.http.streams-per-provider", "3",
                "bellcord.http.request-timeout", "3s",
                "bellcord.feed.send-buffer", "16KiB"));
        driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER);
    }

    @AfterAll
    static void stop() {
        driver.close();
        broker.close();
    }

    /** A place is free when what is written to it fails. */
    @AfterEach
    void awaitThatAllHaveGone() {
        await().until(() -> broker.counted("bellcord_http_streams") == 0);
    }

    private record Event(String name, String data) {
        JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new AssertionError(data, e);
            }
        }
    }

    /** One who reads as slowly as the test likes. */
    private static final class Reader implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader lines;
        private final String head;

        Reader(String provider, String query, String token) throws IOException {
            socket.setReceiveBufferSize(8 * 1024);
            socket.connect(broker.broker().http());
            socket.setSoTimeout(30_000);
            String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
            socket.getOutputStream()
                    .write(("GET /v1/providers/" + provider + "/events" + query + " HTTP/1.0\r\n" + authorization
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 512);
            head = block();
        }

        int status() {
            return Integer.parseInt(head.split(" ")[1]);
        }

        /** Up to an empty line; empty at the end. */
        private String block() throws IOException {
            var block = new StringBuilder();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                block.append(line).append('\n');
            }
            return block.toString();
        }

        /** The next, whatever beats between; empty at the end. */
        Optional<Event> next() throws IOException {
            String block = block();
            while (block.startsWith(":") || block.startsWith("retry:")) {
                block = block();
            }
            return block.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Event(
                            block.substring("event: ".length(), block.indexOf('\n')),
                            block.substring(block.indexOf("data: ") + "data: ".length())
                                    .strip()));
        }

        Event next(String bus) throws IOException {
            Event event = next().orElseThrow();
            while (!event.json().path("bus").asText().equals(bus)) {
                event = next().orElseThrow();
            }
            return event;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static long report(String bus, String more) {
        long ts = Fixes.now();
        driver.publish("bus/kb/" + bus, "{\"ts\":%d,\"lat\":43.7,\"lon\":7.4%s}".formatted(ts, more));
        return ts;
    }

    private static String rider() {
        return broker.token("kb", Role.RIDER);
    }

    @Test
    void tellsByTheByteWhatRidersGetOverMqttFirstAllAndThenWhatChanges() throws Exception {
        long first = report("live", ",\"route\":\"7\"");
        broker.awaitStored("kb", "live", first);
        try (Reader reader = new Reader("kb", "", rider());
                TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/live");

            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.head).contains("text/event-stream", "no-store", "nosniff");
            assertThat(reader.next("live"))
                    .isEqualTo(new Event("position", rider.next().payload()));
            Event state = reader.next("live");
            assertThat(state.name()).isEqualTo("state");
            assertThat(state.json().path("state").asText()).isEqualTo("live");

            report("live", ",\"st\":\"out\"");
            assertThat(reader.next("live"))
                    .isEqualTo(new Event("position", rider.next().payload()));
            assertThat(reader.next("live").json().path("state").asText()).isEqualTo("out_of_service");
        }
    }

    @Test
    void outlivesTheTimeForARequestAndBeatsMeanwhile() throws Exception {
        try (Reader reader = new Reader("other", "", broker.token("other", Role.RIDER))) {
            assertThat(reader.block()).matches("retry: [2-8]\\d{3}\n");
            for (int beats = 0; beats < 6; beats++) { // each a third of that time
                assertThat(reader.block()).isEqualTo(":\n");
            }
        }
    }

    @Test
    void givesWhoReadsSlowlyTheNewestAndNoBacklog() throws Exception {
        String padding = ",\"ext\":{\"x\":\"" + "x".repeat(900) + "\"}";
        try (Reader slow = new Reader("kb", "?route=slow", rider());
                Reader quick = new Reader("kb", "?route=slow", rider())) {
            long last = 0;
            int published = 200;
            for (int i = 0; i < published; i++) {
                last = report("slow", ",\"route\":\"slow\"" + padding);
                while (quick.next("slow").json().path("ts").asLong() != last) {
                    // a state comes too
                }
            }
            int read = 1;
            while (slow.next("slow").json().path("ts").asLong() != last) {
                read++;
            }
            assertThat(read).isLessThan(published * 3 / 4); // what the system keeps for it, and the newest
        }
    }

    /** Whose place somebody else could have. */
    @Test
    void endsForWhoReadsNothing() throws Exception {
        String padding = ",\"route\":\"stuck\",\"ext\":{\"x\":\"" + "x".repeat(900) + "\"}";
        try (Reader stuck = new Reader("kb", "?route=stuck", rider())) {
            assertThat(stuck.status()).isEqualTo(200);
            await().until(() -> {
                for (int bus = 0; bus < 20; bus++) { // more at once than the system keeps for who does not read
                    report("stuck-" + bus, padding);
                }
                return broker.counted("bellcord_http_streams") == 0;
            });
        }
    }

    @Test
    void endsWhenItsTokenDoes() throws Exception {
        try (Reader reader = new Reader("kb", "?route=none", broker.token("kb", Role.RIDER, Duration.ofSeconds(2)))) {
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void endsWhenItsRightIsLost() throws Exception {
        try (Reader reader = new Reader("closing", "", broker.token("closing", Role.RIDER))) {
            assertThat(reader.block()).startsWith("retry:");

            broker.providers().setEnabled(new ProviderId("closing"), false);

            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void takesSoManyAtOnceAndOfOneProviderFewer() throws Exception {
        try (HttpApi http = new HttpApi(() -> broker.broker().http());
                Reader one = new Reader("public", "", "");
                Reader two = new Reader("public", "", "");
                Reader three = new Reader("public", "", "")) {
            assertThat(one.status()).isEqualTo(200);
            assertThat(two.status()).isEqualTo(200);
            assertThat(three.status()).isEqualTo(200);

            var fourth = http.call("GET", "/v1/providers/public/events", "");

            assertThat(fourth.body().path("code").asText()).isEqualTo("too_many_streams");
            assertThat(fourth.status()).isEqualTo(429);
            assertThat(broker.counted("bellcord_http_streams")).isEqualTo(3);
        }
    }

    @Test
    void isNotForATrackerNorForAnotherProvider() throws Exception {
        try (Reader tracker = new Reader("kb", "", broker.trackerToken("kb", "1"));
                Reader stranger = new Reader("kb", "", broker.token("other", Role.OPERATOR));
                Reader nobody = new Reader("kb", "", "")) {
            assertThat(tracker.status()).isEqualTo(403);
            assertThat(stranger.status()).isEqualTo(403);
            assertThat(nobody.status()).isEqualTo(401);
        }
    }
}

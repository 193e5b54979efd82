package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.gtfs.GtfsRepository;
import io.bellcord.broker.gtfs.file.GtfsReader;
import io.bellcord.broker.gtfs.file.Limits;
import io.bellcord.broker.testing.FeedChecker;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.GtfsZips;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.transit.ProviderId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timetables and GTFS-Realtime against the whole broker. */
class GtfsIT {
    private static final String VEHICLES = "/v1/providers/kb/gtfs-rt/vehicle-positions";

    @TempDir
    private static Path folder;

    private static TestBroker broker;
    private static TestClient driver;
    private static final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(
                Map.of("bellcord.gtfs-realtime.interval", "100ms", "bellcord.ingest.unknown-trips", "refuse"));
        driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER);
        new GtfsRepository(broker.database())
                .replace(
                        new ProviderId("kb"),
                        "gtfs.zip",
                        GtfsReader.read(GtfsZips.good().write(folder), Limits.USUAL));
        await().until(() -> json("/v1/providers/kb/stops").path("items").size() == 3);
    }

    @AfterAll
    static void stop() {
        driver.close();
        broker.close();
        http.close();
    }

    @Test
    void showsStopsAndLinesAndRoutesWithTheirColours() throws Exception {
        assertThat(json("/v1/providers/kb/stops").at("/items/0").toString())
                .isEqualTo(
                        "{\"id\":\"s-1\",\"name\":\"Ferry, \\\"Pier 7\\\"\",\"code\":\"101\",\"lat\":37.5,\"lon\":127.0}");
        assertThat(json("/v1/providers/kb/stops?limit=2").path("next").isTextual())
                .isTrue();
        JsonNode shapes = json("/v1/providers/kb/shapes");
        assertThat(shapes.path("type").asText()).isEqualTo("FeatureCollection");
        assertThat(shapes.at("/features/0").toString())
                .isEqualTo(
                        "{\"type\":\"Feature\",\"properties\":{\"route\":\"7\",\"direction\":0,\"color\":\"#CC0000\"},"
                                + "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[127.0,37.5],[127.01,37.51],[127.0,37.52]]}}");
        assertThat(shapes.path("features")).hasSize(3);
        await().until(() -> json("/v1/providers/kb/routes")
                .at("/items/0/textColor")
                .asText()
                .equals("#FFFFFF"));
        assertThat(json("/v1/providers/kb/routes").at("/items/0").toString())
                .isEqualTo(
                        "{\"id\":\"7\",\"shortName\":\"7\",\"longName\":\"Star Ferry – Lok Fu\",\"color\":\"#CC0000\","
                                + "\"textColor\":\"#FFFFFF\"}");
    }

    @Test
    void aProviderWithoutGtfsHasNoStopsAndNoLines() throws Exception {
        String token = broker.token("other", Role.RIDER);

        assertThat(new String(get("/v1/providers/other/stops", token).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(new String(get("/v1/providers/other/shapes", token).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"FeatureCollection\",\"features\":[]}");
    }

    @Test
    void completesATripAndRefusesOneThatIsNotThere() {
        publish("trip-1", ",\"trip\":\"7-0810\"");
        try (TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/trip-1");
            assertThat(rider.next().payload()).contains("\"route\":\"7\",\"dir\":1,\"trip\":\"7-0810\"");
        }
        try (TestClient watching = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER)) {
            watching.subscribe("bus/kb/trip-2/refused");
            publish("trip-2", ",\"trip\":\"none\"");
            assertThat(watching.next().payload()).contains("unknown_trip").contains("is not in the provider's GTFS");
        }
    }

    @Test
    void givesTheSameBytesOverHttpAndMqtt() throws Exception {
        publish("same-1", ",\"trip\":\"7-0800\",\"spd\":5");
        awaitVehicle("same-1");
        try (RawMqtt rider = broker.raw()) {
            rider.send(RawMqtt.connect5("gtfs-rt", "kb", broker.token("kb", Role.RIDER)));
            assertThat(rider.read().type()).isEqualTo(2);
            rider.send(RawMqtt.packet(
                    0x82, RawMqtt.bytes(0, 1, 0), RawMqtt.text("feed/kb/vehicle-positions"), RawMqtt.bytes(0)));
            assertThat(rider.read().type()).isEqualTo(9);

            await().until(() -> {
                byte[] overMqtt = payload(rider.read().body());
                FeedChecker.check(overMqtt, Instant.now());
                return java.util.Arrays.equals(overMqtt, get(VEHICLES).body());
            });
        }
    }

    @Test
    void isGivenByGzipAndOnlyToWhoDoesNotHaveIt() throws Exception {
        for (int i = 0; i < 60; i++) { // less than a kilobyte is not worth it
            publish("zip-" + i, "");
        }
        awaitVehicle("zip-59");
        HttpResponse<byte[]> zipped = get(VEHICLES, broker.token("kb", Role.RIDER), "Accept-Encoding", "gzip");

        assertThat(zipped.headers().firstValue("Content-Type")).contains("application/x-protobuf");
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        byte[] message = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
        assertThat(FeedChecker.check(message, Instant.now())).hasSizeGreaterThanOrEqualTo(60);
        await().untilAsserted(
                        () -> { // other tests' buses may move meanwhile
                            HttpResponse<byte[]> now = get(VEHICLES);
                            String etag = now.headers().firstValue("ETag").orElseThrow();
                            String modified =
                                    now.headers().firstValue("Last-Modified").orElseThrow();
                            assertThat(get(VEHICLES, broker.token("kb", Role.RIDER), "If-None-Match", etag)
                                            .statusCode())
                                    .isEqualTo(304);
                            assertThat(get(VEHICLES, broker.token("kb", Role.RIDER), "If-Modified-Since", modified)
                                            .statusCode())
                                    .isEqualTo(304);
                        });
    }

    @Test
    void isReadableAsJson() throws Exception {
        publish("readable", ",\"trip\":\"7-0800\"");
        awaitVehicle("readable");

        JsonNode feed = json(VEHICLES + "?format=json");

        assertThat(feed.at("/header/gtfs_realtime_version").asText()).isEqualTo("2.0");
        assertThat(feed.path("entity"))
                .anySatisfy(entity ->
                        assertThat(entity.at("/vehicle/trip/trip_id").asText()).isEqualTo("7-0800"));
        assertThat(get(VEHICLES + "?format=xml").statusCode()).isEqualTo(400);
    }

    @Test
    void isForThoseWhoMayReadTheProvider() throws Exception {
        assertThat(get(VEHICLES, broker.trackerToken("kb", "1")).statusCode()).isEqualTo(403);
        assertThat(get(VEHICLES, broker.token("other", Role.RIDER)).statusCode())
                .isEqualTo(403);
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "1")) {
            assertThat(tracker.subscribe("feed/kb/vehicle-positions")).isEqualTo(0x87);
        }
        try (TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            assertThat(rider.subscribe("feed/other/vehicle-positions")).isEqualTo(0x87);
            assertThat(rider.subscribe("feed/kb/trip-updates")).isEqualTo(0x8F);
            assertThat(rider.subscribe("feed/kb/#")).isZero();
        }
    }

    private static void publish(String bus, String more) {
        driver.publish("bus/kb/" + bus, "{\"ts\":%d,\"lat\":37.5,\"lon\":127%s}".formatted(Fixes.now(), more));
    }

    private static void awaitVehicle(String bus) {
        await().until(() -> FeedChecker.check(get(VEHICLES).body(), Instant.now()).stream()
                .anyMatch(vehicle -> vehicle.at("/vehicle/id").asText().equals(bus)));
    }

    /** Of an MQTT 5 PUBLISH at QoS 0, without what stands before it. */
    private static byte[] payload(byte[] body) {
        int topic = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
        int start = 2 + topic + 1 + body[2 + topic];
        return java.util.Arrays.copyOfRange(body, start, body.length);
    }

    private static JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(get(path).body());
    }

    private static HttpResponse<byte[]> get(String path) {
        return get(path, broker.token("kb", Role.RIDER));
    }

    private static HttpResponse<byte[]> get(String path, String token, String... headers) {
        var address = broker.broker().http();
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + address.getHostString() + ":" + address.getPort() + path))
                .header("Authorization", "Bearer " + token);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

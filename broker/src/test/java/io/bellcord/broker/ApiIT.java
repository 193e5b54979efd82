package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.testing.Credential;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.HttpApi;
import io.bellcord.broker.testing.HttpApi.Answer;
import io.bellcord.broker.testing.OpenApi.Operation;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.ProviderId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON API against the whole broker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiIT {
    /** For people, and what such pages are made of. */
    private static final String PAGES = "GET /|GET /ops|GET /map/.*";

    private static TestBroker broker;
    private static HttpApi http;
    private static TestClient driver;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(Map.of(
                "bellcord.http.call-rate", "1",
                "bellcord.http.call-burst", "600",
                "bellcord.limits.failed-logins-delay", "50ms"));
        http = new HttpApi(() -> broker.broker().http());
        driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER);
    }

    @AfterAll
    static void stop() {
        driver.close();
        http.close();
        broker.close();
    }

    private static String bearer(Role role) {
        return "Bearer " + broker.token("kb", role);
    }

    /** Reports where a bus is, and waits until the API knows it. */
    private static void report(String bus, double lat, double lon, String more) {
        long ts = Fixes.now();
        driver.publish("bus/kb/" + bus, "{\"ts\":%d,\"lat\":%s,\"lon\":%s%s}".formatted(ts, lat, lon, more));
        await().until(() ->
                get("/v1/providers/kb/vehicles/" + bus).body().path("ts").asLong() == ts);
    }

    private static Answer get(String path) {
        return http.call("GET", path, "", "Authorization", bearer(Role.RIDER));
    }

    private static List<String> buses(String query) {
        Answer answer = get("/v1/providers/kb/vehicles?" + query);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return buses(answer);
    }

    private static List<String> buses(Answer answer) {
        return StreamSupport.stream(answer.body().path("items").spliterator(), false)
                .map(bus -> bus.path("bus").asText())
                .toList();
    }

    // --- what there is ---

    @Test
    void listsTheProvidersThatAreEnabledToAnybody() {
        Answer answer = http.call("GET", "/v1/providers", "");

        assertThat(answer.body().toString())
                .startsWith("{\"items\":[{\"id\":\"closing\",\"name\":\"Provider closing\",\"publicRead\":false},")
                .contains("{\"id\":\"public\",\"name\":\"Provider public\",\"publicRead\":true}")
                .endsWith("\"next\":null}")
                .doesNotContain("disabled");
        assertThat(get("/v1/providers/kb").body().path("name").asText()).isEqualTo("Provider kb");
    }

    @Test
    void tellsOfABusByTheByteWhatRidersGetOverMqtt() {
        report("same", 37.5665, 126.978, ",\"spd\":8.333,\"route\":\"7\",\"ext\":{\"a\":[1, 2]}");
        try (TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/same");
            String overMqtt = rider.next().payload();

            String one = http.send("GET", "/v1/providers/kb/vehicles/same", "", "Authorization", bearer(Role.RIDER))
                    .body();
            String all = http.send("GET", "/v1/providers/kb/vehicles", "", "Authorization", bearer(Role.RIDER))
                    .body();

            assertThat(one).isEqualTo(overMqtt);
            assertThat(all).contains(overMqtt);
        }
    }

    @Test
    void findsBusesByRouteAndInABoxAndNearAPoint() {
        report("near-1", -20.0, 57.0, ",\"route\":\"mu1\"");
        report("near-2", -20.0, 57.005, ",\"route\":\"mu1\"");
        report("near-3", -20.0, 57.02, ",\"route\":\"mu2\"");

        assertThat(buses("route=mu1")).containsExactly("near-1", "near-2");
        assertThat(buses(get("/v1/providers/kb/routes/mu2/vehicles"))).containsExactly("near-3");
        assertThat(buses(get("/v1/providers/kb/routes/nobody-is-on-it/vehicles")))
                .isEmpty();
        assertThat(buses("bbox=57,-20,57.01,-20")).containsExactly("near-1", "near-2");
        assertThat(buses("near=-20,57.006&radius=2000")).containsExactly("near-2", "near-1", "near-3");
        assertThat(buses("near=-20,57.006")).containsExactly("near-2", "near-1");
        assertThat(buses("near=-20,57.006&radius=2000&route=mu1&limit=1")).containsExactly("near-2");

        JsonNode nearest =
                get("/v1/providers/kb/vehicles?near=-20,57.006&limit=1").body().at("/items/0");
        assertThat(nearest.path("distance").asDouble())
                .isEqualTo(104.5); // a thousandth of a degree at 20 degrees south
    }

    @Test
    void findsBusesOnBothSidesOfTheAntimeridian() {
        report("fiji", -17.8, 179.5, "");
        report("samoa", -17.8, -179.5, "");
        report("tonga", -17.8, -175.2, "");

        assertThat(buses("bbox=179,-18,-179,-17")).containsExactly("fiji", "samoa");
        assertThat(buses("near=-17.8,180&radius=100000")).containsExactly("fiji", "samoa");
    }

    @Test
    void cutsAListIntoPagesThatMissNothingWhenBusesComeAndGo() {
        for (String bus : List.of("page-1", "page-3", "page-5")) {
            report(bus, 10, 10, ",\"route\":\"paged\"");
        }

        Answer first = get("/v1/providers/kb/vehicles?route=paged&limit=2");
        report("page-0", 10, 10, ",\"route\":\"paged\"");
        report("page-4", 10, 10, ",\"route\":\"paged\"");
        Answer second = get("/v1/providers/kb/vehicles?route=paged&limit=2&cursor="
                + first.body().path("next").asText());
        assertThat(buses(first)).containsExactly("page-1", "page-3");
        assertThat(buses(second)).containsExactly("page-4", "page-5");
        assertThat(second.body().path("next").isNull()).isTrue();

        var nearest = new ArrayList<String>();
        String cursor = "";
        do {
            Answer page = get("/v1/providers/kb/vehicles?near=10,10&limit=2&cursor=" + cursor);
            nearest.addAll(buses(page));
            cursor = page.body().path("next").asText("");
        } while (!cursor.equals("null") && !cursor.isEmpty());
        assertThat(nearest).containsExactly("page-0", "page-1", "page-3", "page-4", "page-5");
    }

    // --- HTTP ---

    @Test
    void answersNothingToWhoHasItAlready() {
        report("fresh", 30, 30, "");
        String path = "/v1/providers/kb/vehicles/fresh";
        String etag = get(path).header("ETag");

        var same = http.send("GET", path, "", "Authorization", bearer(Role.RIDER), "If-None-Match", "\"x\", " + etag);
        report("fresh", 30, 30.001, "");
        var other = http.send("GET", path, "", "Authorization", bearer(Role.RIDER), "If-None-Match", etag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(etag);
        assertThat(same.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void packsWhatIsLargeForWhoTakesIt() throws Exception {
        for (int bus = 0; bus < 10; bus++) {
            report("packed-" + bus, 40, 40, ",\"route\":\"packed\",\"ext\":{\"x\":\"" + "x".repeat(200) + "\"}");
        }
        String path = "/v1/providers/kb/vehicles?route=packed";

        HttpResponse<byte[]> packed = bytes(path, "br, gzip;q=0.5");
        HttpResponse<byte[]> plain = bytes(path, "gzip;q=0, br");

        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().allValues("Vary").toString()).contains("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(plain.body().length / 3);
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(plain.headers().firstValue("ETag"))
                .isEqualTo(packed.headers().firstValue("ETag"));
    }

    private static HttpResponse<byte[]> bytes(String path, String encodings) throws IOException, InterruptedException {
        var address = broker.broker().http();
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", bearer(Role.RIDER))
                            .header("Accept-Encoding", encodings)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void answersAHeadLikeAGetWithoutABody() {
        var head = http.send("HEAD", "/v1/providers", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag"))
                .contains(http.call("GET", "/v1/providers", "").header("ETag"));
    }

    @Test
    void letsWebPagesCall() {
        var preflight = http.send("OPTIONS", "/v1/providers/kb/vehicles", "", "Origin", "https://app.example.com");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .as("a browser asks no further without it")
                .contains("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("GET");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .contains("Authorization", "If-None-Match");

        Answer call = http.call("GET", "/v1/providers", "", "Origin", "https://app.example.com");
        assertThat(call.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(call.header("Access-Control-Expose-Headers")).contains("ETag");
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/health/live",
        "/metrics",
        "/openapi.yaml",
        "/auth/providers",
        "/v1/providers",
        "/v1/x",
        "/nothing"
    })
    void saysInEveryAnswerThatABrowserShouldNotGuess(String path) {
        var answer = http.send("GET", path, "");

        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        assertThat(answer.headers().firstValue("Referrer-Policy"))
                .contains(
                        path.equals("/")
                                ? "strict-origin-when-cross-origin"
                                : "no-referrer"); // tile servers ask for it
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    // --- who is not let in, and what is not understood ---

    @Test
    void letsInWhoWouldBeLetInOverMqtt() {
        report("own", 1, 1, "");
        report("not-own", 1, 1, "");
        String tracker = broker.trackerToken("kb", "own");

        Answer toAnybody = http.call("GET", "/v1/providers/public/vehicles", "");
        assertThat(toAnybody.status()).isEqualTo(200);
        assertThat(toAnybody.header("Cache-Control")).isEqualTo("no-cache");
        for (Role role : List.of(Role.RIDER, Role.DRIVER, Role.OPERATOR)) {
            assertThat(http.call("GET", "/v1/providers/kb/vehicles", "", "Authorization", bearer(role))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(http.call("GET", "/v1/providers/kb/vehicles/own", "", "Authorization", tracker)
                        .status())
                .isEqualTo(200);
        String credential = "Bearer "
                + Credential.add(broker, "kb", "own", Optional.empty()).password();
        await().pollInterval(Duration.ofMillis(500)) // a node hears of it within a second
                .until(() -> http.call("GET", "/v1/providers/kb/vehicles/own", "", "Authorization", credential)
                                .status()
                        == 200);
        assertRefused(
                http.call("GET", "/v1/providers/kb/vehicles/not-own", "", "Authorization", tracker),
                403,
                "not_allowed");
        assertRefused(http.call("GET", "/v1/providers/kb/vehicles", "", "Authorization", tracker), 403, "not_allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "kb, '', 401, not_authenticated",
        "kb, not-a-token, 401, token_invalid",
        "other, kb, 403, wrong_provider",
        "public, kb, 403, wrong_provider",
        "disabled, kb, 403, provider_disabled",
        "nobody, kb, 404, unknown_provider",
        "no%20body, '', 404, unknown_provider",
        "nobody, '', 404, unknown_provider",
    })
    void refusesWhoWouldBeRefusedOverMqtt(String provider, String token, int status, String code) {
        String header = token.equals("kb") ? bearer(Role.OPERATOR) : token;
        for (String path : List.of("", "/vehicles", "/vehicles/1", "/routes", "/routes/1/vehicles")) {
            Answer answer = http.call("GET", "/v1/providers/" + provider + path, "", "Authorization", header);

            assertRefused(answer, status, code);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo(status == 401 ? "Bearer" : "");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0         | limit must be a whole number, 1 to 10000",
                "limit=many      | limit must be",
                "cursor=***      | cursor must be the next of an answer before",
                "cursor=YS9i     | cursor must be",
                "near=1,1&cursor=YWI | cursor must be",
                "route=a/b       | route must be 1 to 64 of",
                "route=7&route=8 | route is there 2 times",
                "bbox=1,2,3      | bbox must be minLon,minLat,maxLon,maxLat",
                "bbox=1,2,3,1    | bbox must be",
                "bbox=1,2,3,91   | bbox must be",
                "bbox=NaN,2,3,4  | bbox must be",
                "bbox=181,2,3,4  | bbox must be",
                "near=1          | near must be lat,lon",
                "near=91,1       | near must be",
                "radius=5        | radius needs near",
                "near=1,1&radius=0 | radius must be a whole number, 1 to 100000",
            })
    void saysWhatIsWrongWithAParameter(String query, String message) {
        Answer answer = get("/v1/providers/kb/vehicles?" + query);

        assertRefused(answer, 400, "invalid_parameter");
        assertThat(answer.body().path("detail").asText()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/providers/kb/vehicles?bbox=%zz     | bbox has a percent sign",
                "/v1/providers/kb/vehicles?route=7&near=1%2c1% | near has a percent sign",
                "/v1/providers/kb/vehicles?limit=5&%4   | the name of parameter 2 has a percent sign",
                "/v1/providers/kb/vehicles?route=%C0%AF | route is not UTF-8",
                "/v1/providers/kb/vehicles?route=ÿ      | route is not UTF-8",
                "/v1/providers/kb/events?route=%+1      | route has a percent sign",
                "/v1/providers/kb/vehicles/1?unknown=%  | unknown has a percent sign",
                "/v1/providers?x=%ff                    | x is not UTF-8",
                "/osmand?id=%G1                         | id has a percent sign",
                "/osmand?id=1&lat=%FE%FF                | lat is not UTF-8",
            })
    void takesNoBrokenQueryForOneThatSaysNothing(String path, String message) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(broker.broker().http());
            String request = "GET " + path + " HTTP/1.0\r\nAuthorization: " + bearer(Role.RIDER) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("Content-Type: application/problem+json")
                    .contains("\"code\":\"invalid_parameter\"", "\"detail\":\"" + message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/providers/kb/vehicles/never-seen, 404, unknown_bus",
        "GET, /v1/providers/kb/vehicles/no%20id, 404, unknown_bus",
        "GET, /v1/providers/kb/routes/no%20id/vehicles, 404, not_found",
        "GET, /v1/nothing, 404, not_found",
        "POST, /v1/nothing, 404, not_found",
        "POST, /v1/providers, 405, method_not_allowed",
        "DELETE, /v1/providers/kb/vehicles/1, 405, method_not_allowed",
    })
    void answersAProblemWhereThereIsNothing(String method, String path, int status, String code) {
        Answer answer = http.call(method, path, "", "Authorization", bearer(Role.RIDER));

        assertRefused(answer, status, code);
        assertThat(answer.header("Allow")).isEqualTo(status == 405 ? "GET, OPTIONS" : "");
    }

    /** Each operation of the file that names a provider, by everybody of another one, and by nobody. */
    @ParameterizedTest
    @CsvSource({"kb, other", "other, kb", "public, kb", "kb, public"})
    void nothingIsReadOfAnotherProvider(String own, String victim) {
        for (String provider : List.of(own, victim)) {
            try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, provider, "1001")) {
                tracker.publish(
                        "bus/" + provider + "/1001",
                        "{\"ts\":%d,\"lat\":43.7,\"lon\":7.4,\"route\":\"7\",\"ext\":{\"x\":\"CANARY-%s\"}}"
                                .formatted(Fixes.now(), provider));
            }
        }
        var tokens = new ArrayList<>(List.of(broker.trackerToken(own, "1001"), "guess"));
        for (Role role : List.of(Role.RIDER, Role.DRIVER, Role.OPERATOR)) {
            tokens.add(broker.token(own, role));
        }
        for (Operation operation : http.contract().operations()) {
            if (operation.path().contains("{provider}")) {
                String path = http.contract().path(operation, victim);
                for (String token : tokens) {
                    var answer = http.send(operation.method(), path, "", "Authorization", "Bearer " + token);

                    assertThat(answer.statusCode())
                            .as("%s with %s", path, token)
                            .isIn(401, 403);
                    assertThat(answer.body()).doesNotContain("CANARY");
                }
            }
        }
        String operator = "Bearer " + broker.token(own, Role.OPERATOR);
        await().untilAsserted(() -> assertThat(
                        http.send("GET", "/v1/providers/" + own + "/vehicles", "", "Authorization", operator)
                                .body())
                .contains("CANARY-" + own) // so that this could fail
                .doesNotContain("CANARY-" + victim));
    }

    @Test
    void refusesInTheLanguageOfWhoAsks() {
        Answer answer = http.call("GET", "/v1/nothing", "", "Accept-Language", "ko-KR");

        assertThat(answer.body().toString())
                .startsWith("{\"type\":\"/docs#not_found\",\"title\":\"Not found\",\"status\":404,\"detail\":\"")
                .endsWith("\",\"code\":\"not_found\"}");
        assertThat(answer.body().path("detail").asText()).containsPattern("[가-힣]");
        assertThat(answer.header("Content-Language")).isEqualTo("ko");
    }

    @Test
    void holdsEachCallerToARate() {
        Answer answer;
        int calls = 0;
        do {
            answer = http.call("GET", "/v1/providers", "", "X-Forwarded-For", "203.0.113.77");
        } while (answer.status() == 200 && ++calls < 5_000);

        assertRefused(answer, 429, "too_many_requests");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(calls).isGreaterThanOrEqualTo(600);
        assertThat(http.call("GET", "/v1/providers", "", "X-Forwarded-For", "203.0.113.78")
                        .status())
                .isEqualTo(200);
        String token = bearer(Role.OPERATOR);
        assertThat(http.call("GET", "/v1/providers/kb", "", "Authorization", token, "X-Forwarded-For", "203.0.113.77")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void slowsDownWhoGuessesTokens() {
        Answer answer;
        int tries = 0;
        do {
            answer = http.call(
                    "GET", "/v1/providers/kb", "", "Authorization", "guess", "X-Forwarded-For", "203.0.113.79");
        } while (answer.status() == 401 && ++tries < 100);

        assertRefused(answer, 429, "too_many_attempts");
        assertThat(tries).isEqualTo(20);
    }

    // --- the contract ---

    /** What every operation of the file is called with, to have each answer that the file tells of. */
    @Test
    @Order(Integer.MAX_VALUE)
    void answersWhatItsOpenApiDocumentSays() throws Exception {
        report("1001", 37.5665, 126.978, ",\"route\":\"7\"");
        var contract = http.contract();
        List<Operation> operations = contract.operations().stream()
                .filter(operation -> operation.path().matches("/(v1|docs|openapi).*"))
                .toList();
        for (Operation operation : operations) {
            for (String status : operation.statuses()) {
                provoke(operation, contract.path(operation, "kb"), status);
            }
        }
        callWithoutPostgres(operations.stream()
                .filter(operation -> operation.statuses().contains("503"))
                .toList());

        assertThat(contract.seen()).containsAll(contract.documented(path -> path.matches("/(v1|docs|openapi).*")));
    }

    /** The path of a credential that there is, in place of the file's example. */
    private static String withCredential(String path, String operator) {
        String list = path.substring(0, path.lastIndexOf('/'));
        http.send("POST", list + "?days=1&replace=true", "", "Authorization", operator);
        JsonNode newest = http.call("GET", list, "", "Authorization", operator).body();
        return list + "/" + newest.at("/items/0/id").asText();
    }

    private static void provoke(Operation operation, String path, String status) throws Exception {
        String operator = bearer(Role.OPERATOR);
        String method = operation.method();
        switch (status) {
            case "200" -> {
                if (operation.says().at("/responses/200/content").has("text/event-stream")) {
                    beginStream(path, operator);
                } else {
                    http.send(method, path, "", "Authorization", operator);
                }
            }
            case "201" -> http.send(method, path + "?days=1&replace=true", "", "Authorization", operator);
            case "204" -> http.send(method, withCredential(path, operator), "", "Authorization", operator);
            case "304" -> {
                String etag = http.send("GET", path, "", "Authorization", operator)
                        .headers()
                        .firstValue("ETag")
                        .orElseThrow();
                http.send("GET", path, "", "Authorization", operator, "If-None-Match", etag);
            }
            case "400" -> http.send(method, path + "?unknown=%ff", "", "Authorization", operator);
            case "401" -> http.send(method, path, "", "Authorization", "guess");
            case "403" ->
                http.send(method, path, "", "Authorization", "Bearer " + broker.token("other", Role.OPERATOR));
            case "404" -> http.send(method, http.contract().path(operation, "nobody"), "");
            case "405" -> http.send("PATCH", path, "", "Authorization", operator);
            case "409" -> {
                for (int credential = 0; credential < 3; credential++) {
                    http.send(method, path, "", "Authorization", operator);
                }
            }
            case "429" -> {
                var last = http.send(method, path, "", "X-Forwarded-For", "203.0.113.80");
                for (int calls = 0; calls < 5_000 && last.statusCode() != 429; calls++) {
                    last = http.send(method, path, "", "X-Forwarded-For", "203.0.113.80");
                }
            }
            case "503" -> {} // all of these together: each waits for PostgreSQL as long as it may
            default -> throw new AssertionError("nothing here has " + operation + " answer " + status);
        }
    }

    private static void callWithoutPostgres(List<Operation> operations) throws Exception {
        List<Callable<Answer>> calls =
                operations.stream().map(ApiIT::callForAFreshProvider).toList();
        TestPostgres.cutOff(broker.database().settings());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : callers.invokeAll(calls)) {
                answer.get();
            }
        } finally {
            TestPostgres.restore(broker.database().settings());
            await().ignoreExceptions()
                    .until(() -> broker.providers().get(new ProviderId("kb")).enabled());
        }
    }

    /** For a provider of which nothing is known but that it is there. */
    private static Callable<Answer> callForAFreshProvider(Operation operation) {
        String fresh = "p" + System.nanoTime();
        var key = ProviderKey.of("k1", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
        broker.providers().add(new Provider(new ProviderId(fresh), "Fresh", true, false, List.of(key)));
        String token = "Bearer " + broker.token(fresh, Role.OPERATOR);
        await().until(() -> http.call("GET", "/v1/providers/" + fresh, "", "Authorization", token)
                        .status()
                == 200);
        String path = http.contract().path(operation, fresh);
        return () -> http.call(operation.method(), path, "", "Authorization", token);
    }

    private static void beginStream(String path, String token) throws Exception {
        var address = broker.broker().http();
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).header("Authorization", token).build();
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                String contentType = answer.headers().firstValue("Content-Type").orElse("");
                String begin = new String(body.readNBytes(2), StandardCharsets.UTF_8);
                http.contract().check("GET", path, answer.statusCode(), contentType, begin);
            }
            client.shutdownNow();
        }
    }

    /** Every route that is registered stands in the file, and the other way round. */
    @Test
    void servesTheOperationsOfItsOpenApiDocumentAndNoOthers() {
        Set<String> documented = http.contract().operations().stream()
                .map(Operation::toString)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(broker.broker().operations().stream().filter(served -> !served.matches(PAGES)))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    /** What is read is refused where it is there twice. */
    @Test
    void readsEveryParameterOfItsOpenApiDocument() {
        List<String> read = new ArrayList<>();
        for (Operation operation : http.contract().operations()) {
            String path = http.contract().path(operation, "kb");
            for (String name : http.contract().queryParameters(operation)) {
                if (path.startsWith("/v1/")) {
                    String query = "?" + name + "=1&" + name + "=1";
                    Answer answer =
                            http.call(operation.method(), path + query, "", "Authorization", bearer(Role.OPERATOR));
                    assertRefused(answer, 400, "invalid_parameter");
                    assertThat(answer.body().path("detail").asText()).startsWith(name + " is there 2 times");
                    read.add(name);
                }
            }
        }
        assertThat(read).contains("limit", "cursor", "route", "bbox", "near", "radius", "format", "days");
    }

    /** One list for programs, and where people find each of them. */
    @Test
    void listsEveryErrorInTheDocumentAndOnThePageAndInTheProtocol() throws IOException {
        String page = http.send("GET", "/docs", "").body();
        String protocol = Files.readString(Path.of("../docs/PROTOCOL.md"));
        List<String> codes = Stream.of(ErrorCode.values()).map(ErrorCode::code).toList();

        assertThat(http.contract().enumeration("ErrorCode")).containsExactlyElementsOf(codes);
        assertThat(codes).allSatisfy(code -> {
            assertThat(page).contains("<tr id=\"" + code + "\">");
            assertThat(protocol).contains("`" + code + "`");
        });
    }

    @Test
    void showsTheDocumentAsAPageWithoutScripts() {
        var page = http.send("GET", "/docs", "");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; style-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .startsWith("<!doctype html>")
                .contains("<code>/v1/providers/{provider}/vehicles/{bus}</code>", "degrees of WGS-84")
                .doesNotContain("<script", "style=", "http://", "https://")
                .doesNotContainPattern(" on[a-z]+=");
        assertThat(http.send("GET", "/docs/style.css", "").body()).contains("color-scheme");
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.body().path("code").asText()).as("%s", answer.body()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
}

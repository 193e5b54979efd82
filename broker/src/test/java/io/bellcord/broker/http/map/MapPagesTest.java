package io.bellcord.broker.http.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.testing.HttpApi;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MapPagesTest {
    private static final String TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
    private static final MapSettings.WebSocket HERE =
            new MapSettings.WebSocket(Optional.empty(), 8083, OptionalInt.of(8084), "/mqtt");
    private static final Pattern IMPORT = Pattern.compile("from \"(\\.[^\"]+)\"");
    private static final Pattern PRELOAD = Pattern.compile("modulepreload\" href=\"([^\"]+)\"");

    private HttpServer server = start(new MapSettings("monaco", "", HERE, List.of()));
    private final HttpApi http = new HttpApi(() -> server.address());

    private static HttpServer start(MapSettings settings) {
        return HttpServer.start(
                "127.0.0.1",
                0,
                new HttpServer.Limits(100, 100, Networks.parse("none"), Duration.ofMinutes(1)),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                List.of(new MapPages(settings, Fleet.CLOCK)));
    }

    private void restart(MapSettings settings) {
        server.close();
        server = start(settings);
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) {
        return http.send("GET", path, "", headers);
    }

    private String policy(String path) {
        return get(path).headers().firstValue("Content-Security-Policy").orElseThrow();
    }

    @Test
    void allowsNothingFromElsewhereWithoutATileServer() {
        assertThat(policy("/"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "img-src 'self' data:;")
                .contains("connect-src 'self' ws://127.0.0.1:8083 wss://127.0.0.1:8084;")
                .doesNotContain("unsafe", "*", "https:");
    }

    @Test
    void allowsTheTileServerThatIsSetAndNoOther() {
        restart(new MapSettings(TILES, "", HERE, List.of()));
        assertThat(policy("/")).contains("img-src 'self' data: https://tile.openstreetmap.org;");

        restart(new MapSettings("https://{s}.tiles.example.com:8443/{z}/{x}/{y}.png?key=1", "", HERE, List.of()));
        assertThat(policy("/")).contains("img-src 'self' data: https://*.tiles.example.com:8443;");
    }

    @Test
    void allowsThePublicAddressOfMqttWhereOneIsSet() {
        var elsewhere = new MapSettings.WebSocket(
                Optional.of(URI.create("wss://live.example.com/mqtt")), 8083, OptionalInt.empty(), "/mqtt");
        restart(new MapSettings("monaco", "", elsewhere, List.of()));

        assertThat(policy("/")).contains("connect-src 'self' wss://live.example.com;");
        assertThat(config().at("/websocket/url").asText()).isEqualTo("wss://live.example.com/mqtt");
    }

    @Test
    void isFramedByThoseOnlyWhoAreNamedAndTheOperatorsPageByNobody() {
        assertThat(policy("/")).endsWith("frame-ancestors 'self'");

        restart(new MapSettings("monaco", "", HERE, List.of("https://kb.example", "https://city.example")));

        assertThat(policy("/")).endsWith("frame-ancestors https://kb.example https://city.example");
        assertThat(policy("/ops")).endsWith("frame-ancestors 'none'");
    }

    @Test
    void tellsThePageWhereMqttIsAndWhatTimeItIs() {
        restart(new MapSettings(TILES, "© The makers https://makers.example/", HERE, List.of()));

        JsonNode config = config();
        assertThat(config.at("/websocket").toString()).isEqualTo("{\"port\":8083,\"tlsPort\":8084,\"path\":\"/mqtt\"}");
        assertThat(config.at("/base/tiles").asText()).isEqualTo(TILES);
        assertThat(config.at("/base/attribution").asText()).isEqualTo("© The makers");
        assertThat(config.at("/base/attributionUrl").asText()).isEqualTo("https://makers.example/");
        assertThat(config.at("/now").asLong()).isEqualTo(Fleet.NOW.toEpochMilli());
    }

    private JsonNode config() {
        return http.call("GET", "/map/config", "").body();
    }

    @Test
    void answersAFileOnceAndThenThatItHasNotChanged() {
        HttpResponse<String> first = get("/map/js/map.js");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> second = get("/map/js/map.js", "If-None-Match", tag);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void compressesForWhoTakesIt() {
        assertThat(get("/map/lib/leaflet.js", "Accept-Encoding", "br, gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .hasValue("gzip");
        assertThat(get("/map/lib/leaflet.js", "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void servesNothingButItsFiles() {
        for (String path : List.of(
                "/map/nothing.js", "/map/../HttpServer.class", "/map/%2e%2e/x.js", "/map/js", "/map/NOTICE.txt")) {
            assertThat(get(path).statusCode()).as(path).isGreaterThanOrEqualTo(400);
        }
    }

    /** Else the browser would find them one after the other, each after a round trip. */
    @Test
    void namesEveryModuleOfAPageBeforehand() {
        assertThat(preloaded("/")).containsExactlyInAnyOrderElementsOf(modules("/map/js/map.js"));
        assertThat(preloaded("/ops")).containsExactlyInAnyOrderElementsOf(modules("/map/js/ops/ops.js"));
    }

    private Set<String> preloaded(String page) {
        return found(PRELOAD, get(page).body());
    }

    private Set<String> modules(String entry) {
        var found = new LinkedHashSet<String>();
        addModules(entry, found);
        return found;
    }

    private void addModules(String path, Set<String> found) {
        if (found.add(path)) {
            found(IMPORT, get(path).body())
                    .forEach(other -> addModules(
                            Path.of(path).resolveSibling(other).normalize().toString(), found));
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(each -> each.group(1)).collect(Collectors.toSet());
    }

    @Test
    void saysTheSameInBothLanguages() {
        assertThat(keys("/map/js/texts-ko.js")).isEqualTo(keys("/map/js/texts-en.js"));
    }

    /** Korean has no plural. */
    private Set<String> keys(String path) {
        return Pattern.compile("(?:^|, ) *(\\w+): \"", Pattern.MULTILINE)
                .matcher(get(path).body())
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toSet());
    }

    /** A style or a handler in the markup would not run, and nobody would see why. */
    @Test
    void hasNothingInlineInItsPages() {
        for (String page : List.of("/", "/ops")) {
            assertThat(get(page).body())
                    .doesNotContainPattern("<script(?![^>]*src=)")
                    .doesNotContainPattern("<style|style=|\\son\\w+=");
        }
    }
}

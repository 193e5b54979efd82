package io.bellcord.broker.http.map;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.accounts.User;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.gtfs.GtfsRepository;
import io.bellcord.broker.gtfs.file.GtfsReader;
import io.bellcord.broker.gtfs.file.Limits;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.FreePort;
import io.bellcord.broker.testing.GtfsZips;
import io.bellcord.broker.testing.HttpApi;
import io.bellcord.broker.testing.MovingBuses;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.browser.Browser;
import io.bellcord.broker.testing.browser.Page;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map as a person finds it: Chromium, the real broker, buses that drive. */
class MapIT {
    private static final int BUSES = 24;
    private static final String ALL = "24 buses";
    private static final List<String> COLOURS = List.of("E2231A", "0072BC", "F7B500", "6A2C91");

    /** The map's own object, which its module answers. */
    private static final String APP = "(await (await import('/map/js/map.js')).app)";

    /** What is painted around a bus that stands alone: so many pixels ahead of its middle, or with a minus behind it. */
    private static final String PAINTED = """
            const app = %s;
            const context = document.querySelector('canvas.buses').getContext('2d');
            const buses = [...app.fleet.seen()].filter((bus) => bus.spot);
            const isAlone = ({ spot, id }) =>
              buses.every((one) => one.id === id || Math.hypot(one.spot.x - spot.x, one.spot.y - spot.y) > 60);
            const painted = ({ spot }, ahead, side = 1) => {
              const angle = ((spot.heading ?? 0) * Math.PI) / 180;
              const at = [spot.x + ahead * Math.sin(angle), spot.y - ahead * Math.cos(angle)];
              const [left, top] = at.map((each) => Math.round(each * app.layer.ratio) - (side - 1) / 2);
              return context.getImageData(left, top, side, side).data;
            };
            const isNear = (pixel, ...colour) => colour.every((part, i) => Math.abs(pixel[i] - part) < 25);
            """.formatted(APP);

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static TestBroker broker;
    private static MovingBuses buses;
    private static String address;
    private Page page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        int port = FreePort.find();
        broker = TestBroker.start(Map.of(
                "bellcord.http.port", Integer.toString(port), // a page looks for the broker where it was
                "bellcord.websocket.port", Integer.toString(FreePort.find()),
                "bellcord.map.base", "monaco"));
        new FleetRepository(broker.database())
                .addRoutes(
                        new ProviderId("public"),
                        IntStream.range(0, MovingBuses.routes().size())
                                .mapToObj(i -> new Route(
                                        new RouteId(MovingBuses.routes().get(i)),
                                        MovingBuses.routes().get(i),
                                        Optional.of("Casino – Stade Louis II"),
                                        Optional.of(COLOURS.get(i))))
                                .toList());
        addUser("rita", "kb", Role.RIDER);
        address = "http://127.0.0.1:" + port + "/";
        buses = MovingBuses.start(broker, "public", BUSES, 500);
    }

    private static void addUser(String id, String provider, Role role) {
        new UserRepository(broker.database())
                .add(new User(id, new ProviderId(provider), role, Passwords.hash("correct horse"), true));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            buses.close();
            broker.close();
            browser.close();
        }
    }

    @BeforeEach
    void newPage() {
        page = browser.newPage().size(1280, 800, false).colours("light");
    }

    @AfterEach
    void closePage() {
        page.forget();
        page.close();
    }

    private void open(String where) {
        page.open(address + where);
        page.awaitText("#count", ALL);
    }

    /** Where each bus is shown, in the units of the Mercator square. */
    private Map<String, List<Double>> shown() {
        JsonNode places =
                page.value("(async () => [..." + APP + ".fleet.seen()].map((b) => [b.id, b.motion.x, b.motion.y]))()");
        return places.valueStream()
                .collect(toMap(
                        place -> place.get(0).asText(),
                        place -> List.of(place.get(1).asDouble(), place.get(2).asDouble())));
    }

    @Test
    void showsEveryBusMovingWithoutAnyLogin() {
        open("?provider=public");

        Map<String, List<Double>> before = shown();
        assertThat(before).hasSize(BUSES);
        await().until(() ->
                shown().entrySet().stream().allMatch(now -> !now.getValue().equals(before.get(now.getKey()))));
        page.screenshot("map-desktop");
        assertThat(page.text(".leaflet-control-attribution")).contains("OpenStreetMap", "ODbL");
        assertThat(page.hosts()).as("nobody else is asked for anything").containsExactly("127.0.0.1");
        assertThat(page.problems()).isEmpty();
    }

    @Test
    void drawsABusInItsRoutesColourWithItsNumberAndPointedAhead() {
        open("?provider=public");

        page.await("await (async () => {" + PAINTED + """
                return buses.some((bus) => bus.route === '1' && isAlone(bus)
                  && isNear(painted(bus, -10), 0xE2, 0x23, 0x1A)
                  && isNear(painted(bus, 17), 0xE2, 0x23, 0x1A)
                  && painted(bus, -19)[3] < 128
                  && painted(bus, 0, 13).some((_, i, all) => i % 4 === 0 && isNear(all.slice(i, i + 3), 255, 255, 255)));
                })()""");
    }

    @Test
    void tellsOfABusThatIsClickedAndFollowsIt() {
        open("?provider=public");
        JsonNode place = page.value(
                "(async () => { const app = " + APP + "; const b = app.fleet.find('1003');"
                        + " const v = app.layer.view; return [b.motion.x * v.scale - v.left, b.motion.y * v.scale - v.top]; })()");

        page.clickAt(place.get(0).asDouble(), place.get(1).asDouble());

        page.awaitSeen("#details .follow");
        assertThat(page.text("#details")).contains("few seats", "43 km/h", "Last fix");
        page.click("#details .follow");
        page.awaitText("#details .follow", "Following");
        page.await("location.hash.includes('f=1')");
        awaitThatTheMapGoesAlongWith("1003");
        page.screenshot("map-details");
        assertThat(page.problems()).isEmpty();
    }

    /** It stays in the middle of what the panel leaves, while the map moves under it. */
    private void awaitThatTheMapGoesAlongWith(String bus) {
        String center = page.value(
                        "(async () => { const { lat, lng } = " + APP + ".map.getCenter(); return [lat, lng]; })()")
                .toString();
        page.await(APP + ".map.distance(" + APP + ".map.getCenter(), " + center + ") > 50");
        page.await("await (async () => { const { spot } = " + APP + ".fleet.find('" + bus + "');"
                + " const middle = (document.getElementById('panel').getBoundingClientRect().right + innerWidth) / 2;"
                + " return Math.hypot(spot.x - middle, spot.y - innerHeight / 2) < 60; })()");
    }

    @Test
    void greysABusThatIsSilentAndLetsOneGoThatIsOffline() {
        var closing = new ProviderId("closing");
        broker.providers().setPublicRead(closing, true);
        await().until(() ->
                broker.broker().providers().find(closing).orElseThrow().publicRead());
        try (TestClient driver = broker.connected(Flavour.HIVEMQ_3_TCP, "closing", Role.DRIVER)) {
            driver.publish("bus/closing/away", Fixes.json(Fixes.now() - 55_000, 43.74)); // soon offline
            driver.publish("bus/closing/gone", Fixes.json(Fixes.now() - 90_000, 43.74));
        }
        try (TestClient silent = broker.tracker(Flavour.HIVEMQ_3_TCP, "closing", "silent")) {
            silent.publish(
                    "bus/closing/silent", Fixes.json(Fixes.now() - 40_000, 43.73)); // stale while it is connected

            page.open(address + "?provider=closing");

            page.awaitText("#list [data-bus='silent'].stale", "no signal");
            page.await("!document.querySelector(\"#list [data-bus='away']\")");
            page.awaitText("#count", "1 bus");
            assertThat(page.text("#list")).doesNotContain("gone");
            assertThat(page.text("#list [data-bus='silent'] .age")).matches("\\d+ (s|min) ago");
            page.await("await (async () => {" + PAINTED
                    + " const pixel = painted(app.fleet.find('silent'), -10);"
                    + " return isNear(pixel, 0x8b, 0x92, 0x9c) && pixel[3] < 220; })()");
        }
    }

    @Test
    void filtersByRouteAndKeepsTheViewInALink() {
        open("?provider=public");

        page.click("#routes [data-route='5']");
        page.awaitText("#count", "6 buses");
        page.await("location.hash.includes('r=5')");
        String link = page.value("location.href").asText();

        try (Page another = browser.newPage().open(link)) {
            another.awaitText("#count", "6 buses");
            assertThat(another.value(
                                    "document.querySelector('#routes [data-route=\"5\"]').getAttribute('aria-pressed')")
                            .asText())
                    .isEqualTo("true");
            assertThat(another.value("(async () => { const { map } = " + APP + "; const { lat, lng } = map.getCenter();"
                                    + " return `v=${lat.toFixed(5)}/${lng.toFixed(5)}/${map.getZoom()}`; })()")
                            .asText())
                    .isEqualTo(link.substring(link.indexOf("v=")));
        }
    }

    @Test
    void findsABusByWhatIsTyped() {
        open("?provider=public");

        page.type("#search", "1007");

        page.awaitText("#count", "1 found");
        assertThat(page.text("#list")).contains("Bus 1007");
    }

    @Test
    void findsAStopOfAnotherProviderAndShowsItWithItsLines() throws Exception {
        importGtfs(new ProviderId("other"));
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_3_TCP, "other", "7001")) {
            tracker.publish(
                    "bus/other/7001",
                    "{\"ts\":" + Fixes.now() + ",\"lat\":37.5,\"lon\":127,\"route\":\"7\",\"stop\":\"s-2\"}");
            open("?provider=public");

            page.value("document.getElementById('provider').value = 'other';"
                    + " document.getElementById('provider').dispatchEvent(new Event('change'))");
            page.awaitText("#count", "1 bus");
            page.await("location.hash.includes('p=other') && location.hash.includes('v=')");
            page.type("#search", "nathan");
            page.click("#list [data-stop='s-2']");

            page.awaitText("#details", "Nathan Road");
            page.awaitText("#details", "Bus 7001");
            page.await("[...document.querySelectorAll('.leaflet-stops-pane path')].some((stop) => {"
                    + " const { x, y } = stop.getBoundingClientRect();"
                    + " const middle = (document.getElementById('panel').getBoundingClientRect().right + innerWidth) / 2;"
                    + " return Math.hypot(x - middle, y - innerHeight / 2) < 60; })");
            page.await("document.querySelectorAll('.leaflet-lines-pane path').length === 3");
            page.screenshot("map-stop");
            assertThat(page.problems()).isEmpty();
        }
    }

    /** For everybody to see. */
    private void importGtfs(ProviderId provider) throws Exception {
        broker.providers().setPublicRead(provider, true);
        new GtfsRepository(broker.database())
                .replace(provider, "gtfs.zip", GtfsReader.read(GtfsZips.good().write(folder), Limits.USUAL));
        try (HttpApi http = new HttpApi(() -> broker.broker().http())) {
            await().until(() -> http.call("GET", "/v1/providers/" + provider.value() + "/stops", "")
                            .body()
                            .path("items")
                            .size()
                    == 3);
        }
    }

    @Test
    void goesOnByItselfWhenTheNetworkComesBack() {
        open("?provider=public");

        page.offline(true);
        page.awaitText("#status", "No network");
        page.screenshot("map-offline");
        Map<String, List<Double>> before = shown();
        page.offline(false);

        page.await("document.getElementById('status').hidden");
        await().until(() -> !shown().equals(before) && shown().size() == BUSES);
    }

    @Test
    void comesBackAfterTheBrokerHasRestartedAndSaysMeanwhileThatItReconnects() {
        open("?provider=public");
        buses.close();

        broker.restart(() -> page.awaitText("#status", "Reconnecting"));
        buses = MovingBuses.start(broker, "public", BUSES, 500);

        page.await("document.getElementById('status').hidden");
        Map<String, List<Double>> before = shown();
        await().until(() ->
                shown().entrySet().stream().allMatch(now -> !now.getValue().equals(before.get(now.getKey()))));
    }

    @Test
    void speaksKoreanToWhoWantsIt() {
        open("?provider=public");

        page.click("#language");

        page.awaitText("#count", "버스 24대");
        assertThat(page.value("document.documentElement.lang").asText()).isEqualTo("ko");
        assertThat(page.spoken()).contains("button 확대");
        page.screenshot("map-korean");
    }

    /** Whoever does not see the map hears the same of the list, and what each button does. */
    @Test
    void saysInWordsWhatItShows() {
        open("?provider=public");

        List<String> spoken = page.spoken();

        assertThat(spoken)
                .contains("combobox Provider", "searchbox Find a bus, route or stop", "list Buses", "button Zoom in");
        for (int bus = 0; bus < BUSES; bus++) {
            String name = MovingBuses.name(bus);
            assertThat(spoken).anyMatch(each -> each.startsWith("button ") && each.contains("Bus " + name));
        }
        assertThat(spoken)
                .noneMatch(each -> each.matches("(button|link|combobox|searchbox|textbox|checkbox|img|image) "));
    }

    @Test
    void fitsAPhone() {
        page.size(360, 740, true);
        open("?provider=public");

        assertThat(page.value("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(360);
        page.screenshot("map-phone");
        page.click("#grip");
        page.awaitSeen("#list [data-bus='1001']");
        page.screenshot("map-phone-list");
        page.click("#list [data-bus='1001']");
        page.awaitSeen("#details .follow");
        page.screenshot("map-phone-details");
        assertThat(page.problems()).isEmpty();
    }

    @Test
    void isDarkWhereTheSystemIs() {
        page.colours("dark");

        open("?provider=public");

        assertThat(page.value("document.documentElement.dataset.theme").asText())
                .isEqualTo("dark");
        page.screenshot("map-dark");
    }

    @Test
    void isUsedWithTheKeyboardAlone() {
        open("?provider=public");

        page.press("Tab");
        assertThat(page.value("document.activeElement.className").asText()).isEqualTo("skip");
        page.press("Enter");
        page.press("Tab");
        page.await("document.activeElement.closest('#list')");
        page.press("Enter");
        page.awaitSeen("#details");
        page.press("Escape");
        page.await("document.getElementById('details').hidden");
    }

    @Test
    void asksForALoginWhereBusesAreNotForEveryone() {
        try (MovingBuses private_ = MovingBuses.start(broker, "kb", 3, 500)) {
            page.open(address + "?provider=kb");
            page.awaitSeen("#login");
            page.screenshot("map-login");
            page.click("#login-cancel");
            page.awaitText("#account", "Log in");
            page.click("#account");
            page.awaitSeen("#login");
            page.type("#login-id", "rita");
            page.type("#login-password", "wrong");
            page.click("#login-submit");
            page.awaitText("#login-problem", "Wrong user or wrong password");
            page.value("document.getElementById('login-password').value = ''");
            page.type("#login-password", "correct horse");
            page.click("#login-submit");

            page.awaitText("#count", "3 buses");
            assertThat(private_).isNotNull();
        }
    }

    @Test
    void standsInAFrameWithoutItsPanel() {
        page.open(address + "?provider=public&route=1&embed=1");
        page.await(APP + ".fleet.size === " + BUSES);

        assertThat(page.sees("#panel")).isFalse();
        assertThat(page.sees("canvas.buses")).isTrue();
        assertThat(page.value(
                                "(async () => { const app = " + APP
                                        + "; return [...app.fleet.seen()].filter((bus) => app.isShown(bus)).map((bus) => bus.route); })()")
                        .valueStream()
                        .map(JsonNode::asText))
                .hasSize(BUSES / 4)
                .containsOnly("1");
        page.screenshot("map-embedded");
    }

    @Test
    void placesAJumpAndNeverGoesBack() {
        open("?provider=public");

        JsonNode seen = page.value("""
                (async () => {
                  const { Motion } = await import('/map/js/motion.js');
                  const { toLongitude } = await import('/map/js/mercator.js');
                  const fix = (seconds, lon, more = {}) => ({ ts: seconds * 1000, lat: 43.7, lon, hdg: 90, spd: 10, ...more });
                  const motion = new Motion(fix(0, 7.4), 0);
                  const places = [];
                  let now = 0;
                  const run = (until) => { for (; now < until; now += 50) { motion.at(now); places.push(toLongitude(motion.x)); } };
                  for (let second = 1; second <= 20; second++) {
                    motion.follow(fix(second, 7.4 + second * 0.00012 - (second % 5 === 0 ? 0.00022 : 0)), now);
                    run(second * 1000);
                  }
                  const back = places.filter((lon, i) => i > 0 && lon < places[i - 1]).length;
                  const jumped = motion.follow(fix(21, 7.42), now);
                  return { back, end: places.at(-1), jumped, there: toLongitude(motion.x) };
                })()""");

        assertThat(seen.path("back").asInt()).isZero();
        assertThat(seen.path("end").asDouble()).isBetween(7.4019, 7.4025);
        assertThat(seen.path("jumped").asBoolean()).isFalse();
        assertThat(seen.path("there").asDouble()).isEqualTo(7.42, within(1e-9));
    }
}

package io.bellcord.broker.http.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellcord.broker.testing.browser.Browser;
import io.bellcord.broker.testing.browser.Page;
import org.junit.jupiter.api.Test;

/**
 * A demo that runs, as a newcomer goes about it; and the picture in the README. Of what is built already: {@code mvn -pl broker
 * jacoco:prepare-agent failsafe:integration-test failsafe:verify -Djacoco.skip=true -Dit.test=DemoOnTheMap
 * -Dmap.address=http://127.0.0.1:8080/}.
 */
class DemoOnTheMap {
    private static final String APP = "(await (await import('/map/js/map.js')).app)";
    private static final String PLACES =
            "JSON.stringify([..." + APP + ".fleet.seen()].map((bus) => [bus.id, bus.motion.x, bus.motion.y]))";

    /** When the last of the buses came that the API knows, in milliseconds since the page was asked for. */
    private static final String COMPLETE = """
            (async () => {
              const app = %s;
              let all = Infinity;
              fetch(`/v1/providers/${app.provider.id}/vehicles?limit=10000`)
                .then((answer) => answer.json()).then(({ items }) => { all = items.filter(({ state }) => state === 'live').length; });
              let at = performance.now();
              for (let count = app.fleet.size; count < all; await new Promise(requestAnimationFrame)) {
                if (app.fleet.size > count) {
                  count = app.fleet.size;
                  at = performance.now();
                }
              }
              return Math.round(at);
            })()""".formatted(APP);

    @Test
    void showsItsBusesMovingAtOnceAndIsUsed() {
        String address = System.getProperty("map.address", "");
        assumeTrue(!address.isEmpty(), "no demo is named by -Dmap.address");
        try (Browser browser = Browser.start();
                Page page = browser.newPage()
                        .size(1280, 720, false)
                        .colours("light")
                        .open(address)) {
            System.out.printf(
                    "Every bus was there %d ms after the page was asked for, or before%n",
                    page.value(COMPLETE).asInt());
            seesBusesMove(page);
            page.await("performance.now() > 5000"); // the picture is to show buses on their way
            page.screenshot("demo");
            filters(page);
            switchesLanguage(page);
            losesItsNetworkAndFindsItAgain(page);
            takesAPhone(page);
            assertThat(page.problems()).isEmpty();
            assertThat(page.hosts()).as("nobody else is asked for anything").containsExactly("127.0.0.1");
        }
    }

    private static void seesBusesMove(Page page) {
        page.await("document.querySelectorAll('#list [data-bus]').length >= 5");
        String before = page.value("(async () => " + PLACES + ")()").asText();
        page.await(PLACES + " !== '" + before + "'");
    }

    private static void filters(Page page) {
        String all = page.text("#count");
        page.click("#routes .chip");
        page.await("document.getElementById('count').innerText !== '" + all + "' && location.hash.includes('r=')");
        page.click("#routes .clear");
        page.awaitText("#count", all);
    }

    private static void switchesLanguage(Page page) {
        page.click("#language");
        page.awaitText("#count", "버스");
        page.click("#language");
        page.awaitText("#count", "buses");
    }

    private static void losesItsNetworkAndFindsItAgain(Page page) {
        page.offline(true);
        page.awaitText("#status", "No network");
        page.offline(false);
        page.await("document.getElementById('status').hidden");
        seesBusesMove(page);
    }

    private static void takesAPhone(Page page) {
        page.size(360, 740, true);
        page.await("document.documentElement.scrollWidth <= 360");
        seesBusesMove(page);
        page.screenshot("demo-phone");
    }
}

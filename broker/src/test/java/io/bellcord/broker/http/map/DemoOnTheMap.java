package io.bellcord.broker.http.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellcord.broker.testing.browser.Browser;
import io.bellcord.broker.testing.browser.Page;
import org.junit.jupiter.api.Test;

/**
 * A demo that runs, as a newcomer sees it; and the picture in the README. Of what is built already: {@code mvn -pl broker
 * jacoco:prepare-agent failsafe:integration-test failsafe:verify -Djacoco.skip=true -Dit.test=DemoOnTheMap
 * -Dmap.address=http://127.0.0.1:8080/}.
 */
class DemoOnTheMap {
    private static final String PLACES = "JSON.stringify([...(await (await import('/map/js/map.js')).app).fleet.seen()]"
            + ".map((bus) => [bus.id, bus.motion.x, bus.motion.y]))";

    @Test
    void showsItsBusesMovingAtOnce() {
        String address = System.getProperty("map.address", "");
        assumeTrue(!address.isEmpty(), "no demo is named by -Dmap.address");
        try (Browser browser = Browser.start();
                Page page = browser.newPage()
                        .size(1280, 720, false)
                        .colours("light")
                        .open(address)) {
            page.await("document.querySelectorAll('#list [data-bus]').length >= 5");
            String before = page.value("(async () => " + PLACES + ")()").asText();
            page.await(PLACES + " !== '" + before + "'");
            page.await("performance.now() > 5000"); // the picture is to show buses on their way
            page.screenshot("demo");
            assertThat(page.problems()).isEmpty();
        }
    }
}

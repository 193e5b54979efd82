package io.bellcord.broker.http.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.testing.MovingBuses;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.browser.Browser;
import io.bellcord.broker.testing.browser.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many frames a second the map draws while thousands of buses move. A measurement, and no part of the build: {@code mvn -pl
 * broker jacoco:prepare-agent failsafe:integration-test failsafe:verify -Djacoco.skip=true -Dit.test=MapFrames}, of what is built already.
 */
class MapFrames {
    private static final int BUSES = Integer.getInteger("map.buses", 2_000);

    @Test
    void drawsEveryBusInEachFrame() {
        try (Browser browser = Browser.start();
                TestBroker broker = TestBroker.start(Map.of("bellcord.map.base", "monaco"));
                Page page = browser.newPage().size(1920, 1080, false);
                MovingBuses buses = MovingBuses.start(broker, "public", BUSES, 1_000)) {
            var http = broker.broker().http();
            page.open("http://127.0.0.1:" + http.getPort() + "/?provider=public");
            page.await("document.getElementById('count').innerText.replace(/\\D/g, '') === '" + BUSES + "'");

            measure(page, "as the map draws them, where something is to be seen of it", "");
            measure(page, "drawn anew in each frame", "app.layer.redraw();");
            page.screenshot("map-" + BUSES);
            assertThat(buses).isNotNull();
            assertThat(page.problems()).isEmpty();
        }
    }

    /** @param also done in each frame */
    private static void measure(Page page, String what, String also) {
        JsonNode seen = page.value("""
                (async () => {
                  const app = await (await import('/map/js/map.js')).app;
                  const begun = performance.now();
                  const drawn = app.layer.frames;
                  let frames = 0;
                  let longest = 0;
                  let last = begun;
                  await new Promise((done) => {
                    const tick = (now) => {
                      frames++;
                      longest = Math.max(longest, now - last);
                      last = now;
                      %s
                      if (now - begun < 15000) { requestAnimationFrame(tick); } else { done(); }
                    };
                    requestAnimationFrame(tick);
                  });
                  const seconds = (performance.now() - begun) / 1000;
                  return { frames: frames / seconds, drawn: (app.layer.frames - drawn) / seconds, longest };
                })()""".formatted(also));
        System.out.printf(
                "%d buses at 1 Hz, 1920x1080, %s: %.1f frames/s, of which %.1f drew the buses; the longest took %.0f ms%n",
                BUSES,
                what,
                seen.path("frames").asDouble(),
                seen.path("drawn").asDouble(),
                seen.path("longest").asDouble());
    }
}

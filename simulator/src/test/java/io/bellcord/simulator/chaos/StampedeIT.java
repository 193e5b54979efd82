package io.bellcord.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.simulator.chaos.site.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mobile network has been away, and comes back for all at once. */
@Tag("long")
@Timeout(600)
class StampedeIT {
    private static final Logger log = LoggerFactory.getLogger(StampedeIT.class);
    private static final int TRACKERS = 5_000;

    @Test
    void fiveThousandTrackersComeBackAtOnce() throws IOException {
        try (var scene = Scene.on(Site.open(Map.of("BELLCORD_LIMITS_CONNECTIONS_PER_PROVIDER", "10000")))) {
            scene.crowd()
                    .addMoving(TRACKERS, Duration.ofSeconds(10), scene.site().node()::mqtt);
            scene.crowd().addRiders(2, scene.site().node()::mqtt);
            scene.hasSettledIn();

            scene.crowd().cutTrackers();

            var begun = System.nanoTime();
            await("all are back").atMost(Duration.ofMinutes(2)).until(scene.crowd()::allConnected);
            log.info("{} trackers were back after {} ms", TRACKERS, (System.nanoTime() - begun) / 1_000_000);
            scene.goesOnLive();
            scene.addsUp();
            assertThat(scene.site().node().metric("bellcord_session_loops_replaced_total"))
                    .isZero();
        }
    }
}

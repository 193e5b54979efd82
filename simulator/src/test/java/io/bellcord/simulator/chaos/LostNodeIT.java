package io.bellcord.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.simulator.chaos.site.Node;
import io.bellcord.simulator.chaos.site.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Of two brokers one dies for good with a thousand trackers, of which some come back to the other. */
@Tag("long")
@Timeout(300)
class LostNodeIT {
    private static final Logger log = LoggerFactory.getLogger(LostNodeIT.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A minute, and what it takes to look. */
    private static final Duration PROMISED = Duration.ofSeconds(62);

    private static final int STAY_AWAY = 400;
    private static final int COME_BACK = 100;

    @Test
    void itsBusesAreOfflineWithinAMinuteUnlessTheirTrackersComeBack() throws IOException {
        try (var scene = Scene.on(Site.open(Map.of()))) {
            Node kept = scene.site().node();
            Node lost = scene.site().addNode(Map.of());
            var isLost = new AtomicBoolean();
            var crowd = scene.crowd();
            crowd.addMoving(STAY_AWAY, PERIOD, lost::mqtt);
            crowd.addParked(STAY_AWAY, lost::mqtt);
            List<String> away = crowd.buses();
            crowd.addMoving(COME_BACK, PERIOD, () -> (isLost.get() ? kept : lost).mqtt());
            crowd.addParked(COME_BACK, () -> (isLost.get() ? kept : lost).mqtt());
            crowd.addRiders(1, kept::mqtt);
            scene.hasSettledIn();
            await("parked buses are silent")
                    .atMost(PATIENCE)
                    .until(() -> count(kept, "stale") == STAY_AWAY + COME_BACK);

            lost.kill();
            isLost.set(true);

            var begun = System.nanoTime();
            await("those that stay away are offline").atMost(PATIENCE).until(() -> {
                assertThat(offline(kept)).isSubsetOf(away);
                return offline(kept).size() == away.size();
            });
            var took = Duration.ofNanos(System.nanoTime() - begun);
            log.info("{} buses of the node that died were offline after {} ms", away.size(), took.toMillis());
            assertThat(took).isLessThan(PROMISED);
            assertThat(crowd.ledger().faults()).isEmpty();
        }
    }

    private static long count(Node node, String state) {
        return node.states().values().stream().filter(state::equals).count();
    }

    private static List<String> offline(Node node) {
        return node.states().entrySet().stream()
                .filter(each -> each.getValue().equals("offline"))
                .map(Map.Entry::getKey)
                .toList();
    }
}

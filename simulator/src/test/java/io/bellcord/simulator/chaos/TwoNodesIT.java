package io.bellcord.simulator.chaos;

import io.bellcord.simulator.chaos.site.Node;
import io.bellcord.simulator.chaos.site.Proxy;
import io.bellcord.simulator.chaos.site.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Of two brokers on one Redis the second is lost. Trackers and riders are spread over both, and go where they are let in. */
@Tag("long")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TwoNodesIT {
    private Scene scene;
    private Node first;
    private Node second;
    private Proxy fromSecondToRedis;

    @BeforeAll
    void open() throws IOException {
        var site = Site.open(Map.of());
        fromSecondToRedis = site.addWire(site.redis().port());
        first = site.node();
        second = site.addNode(Map.of("BELLCORD_REDIS_URL", "redis://127.0.0.1:" + fromSecondToRedis.port()));
        scene = Scene.on(site).withCrowd(this::either);
    }

    private InetSocketAddress either() {
        return (ThreadLocalRandom.current().nextBoolean() ? first : second).mqtt();
    }

    @AfterAll
    void close() {
        if (scene != null) { // it may not have opened
            scene.close();
        }
    }

    @Test
    void itIsKilled() {
        second.kill();
        scene.crowd().ledger().restartsWith(scene.site().stored(scene.crowd().buses()));
        scene.goesOnLive();

        second.startAgain();

        isWholeAgain();
    }

    @Test
    void itHangs() {
        second.freeze();
        scene.trackersGoOn(scene.crowd().ledger().sent());

        second.thaw();

        isWholeAgain();
    }

    @Test
    void itIsCutFromRedisAndItsClientsAreNot() {
        fromSecondToRedis.swallow();
        scene.healthSays(second, "redis", "since");
        scene.trackersGoOn(scene.crowd().ledger().sent());

        fromSecondToRedis.mend();

        isWholeAgain();
    }

    @Test
    void redisRestartsEmptyForBoth() {
        scene.site().redis().kill();
        scene.healthSays(second, "redis", "since");

        scene.site().redis().startAgain();

        isWholeAgain();
    }

    private void isWholeAgain() {
        scene.catchesUp();
        scene.goesOnLive();
        scene.healthIsGood(first);
        scene.healthIsGood(second);
        scene.addsUp();
    }
}

package io.bellcord.simulator.chaos;

import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.chaos.site.Node;
import io.bellcord.simulator.chaos.site.RedisCluster;
import io.bellcord.simulator.chaos.site.Site;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Of a Redis Cluster the master is lost that has the provider; trackers are at one broker, riders at that and another. */
@Tag("long")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RedisClusterIT {
    private static final String KEY = Store.key(Site.PROVIDER, "any");

    private Scene scene;
    private RedisCluster cluster;
    private Node first;
    private Node second;

    @BeforeAll
    void open() throws IOException {
        var site = Site.open(Map.of());
        cluster = site.addRedisCluster();
        first = site.addNode(Map.of("BELLCORD_REDIS_URL", cluster.urls()));
        second = site.addNode(Map.of("BELLCORD_REDIS_URL", cluster.urls()));
        scene = Scene.on(site).withCrowd(first::mqtt);
        scene.crowd().addRiders(2, second::mqtt);
        scene.hasSettledIn();
    }

    @AfterAll
    void close() {
        if (scene != null) { // it may not have opened
            scene.close();
        }
    }

    @Test
    void itsReplicaTakesOver() {
        var lost = cluster.masterOf(KEY).orElseThrow();
        lost.kill();
        scene.healthSays(first, "redis", "since");
        scene.redisHasAMaster(() -> cluster.masterOf(KEY).isPresent());

        isWholeAgain();
        lost.startAgain();
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

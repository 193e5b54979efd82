package io.bellcord.simulator.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** One broker, and what it needs: each is lost in every way and comes back, and those who can be served go on. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OneNodeIT {
    private Scene scene;
    private boolean isWhole;

    /** Anew after a test that did not come to its end: nothing that it broke is left for the next. */
    @BeforeEach
    void open() throws IOException {
        if (!isWhole) {
            close();
            scene = Scene.open(Map.of());
        }
        isWhole = false;
    }

    @AfterAll
    void close() {
        if (scene != null) { // it may not have opened
            scene.close();
        }
    }

    @Test
    void redisStopsAndRestartsEmpty() {
        scene.site().redis().kill();
        goesOnWithoutRedis();

        scene.site().redis().startAgain();

        isWholeAgain();
    }

    @Test
    void redisRestartsEmptyWhileNobodyReports() {
        scene.crowd().silence(true);
        scene.site().redis().kill();
        scene.site().redis().startAgain();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void redisHangs() {
        scene.site().redis().freeze();
        goesOnWithoutRedis();

        scene.site().redis().thaw();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void redisHangsWhileNobodyReports() {
        scene.crowd().silence(true);
        scene.site().redis().freeze();
        scene.healthSays("redis", "does not answer since");
        scene.site().redis().thaw();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void redisRestartsWithAnOldCopy() throws IOException {
        scene.site().redis().call("SAVE");
        scene.goesOnLive();
        scene.crowd().silence(true);
        scene.site().redis().kill();
        scene.site().redis().startAgain();

        isWholeAgain();
        Files.delete(scene.site().directory().resolve("redis/dump.rdb"));
    }

    @Test
    @Tag("long")
    void redisRunsOutOfMemory() {
        scene.site().redis().call("CONFIG", "SET", "maxmemory", "1");
        goesOnWithoutRedis();

        scene.site().redis().call("CONFIG", "SET", "maxmemory", "0");

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void redisHasTooFewReplicasToWrite() {
        scene.site().redis().call("CONFIG", "SET", "min-replicas-to-write", "1");
        goesOnWithoutRedis();

        scene.site().redis().call("CONFIG", "SET", "min-replicas-to-write", "0");

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void redisIsAReplicaThatIsOnlyRead() {
        scene.site().redis().call("REPLICAOF", "127.0.0.1", "1");
        goesOnWithoutRedis();

        scene.site().redis().call("REPLICAOF", "NO", "ONE");

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void redisIsSlow() {
        scene.site().toRedis().slow(Duration.ofMillis(500));
        scene.goesOnLive();

        scene.site().toRedis().mend();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void theNodeIsCutFromRedisAndNobodyIsTold() {
        scene.site().toRedis().swallow();
        goesOnWithoutRedis();

        scene.site().toRedis().mend();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void connectionsToRedisBreak() {
        scene.site().toRedis().cut();
        goesOnWithoutRedis();

        scene.site().toRedis().mend();

        isWholeAgain();
    }

    @Test
    void postgresqlStopsAndRestarts() {
        scene.site().postgres().kill();
        goesOnWithoutPostgresql();

        scene.site().postgres().startAgain();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void postgresqlHangs() {
        scene.site().postgres().freeze();
        goesOnWithoutPostgresql();

        scene.site().postgres().thaw();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void theNodeIsCutFromPostgresqlAndNobodyIsTold() {
        scene.site().toPostgres().swallow();
        goesOnWithoutPostgresql();

        scene.site().toPostgres().mend();

        isWholeAgain();
    }

    @Test
    void theNodeIsKilledAndStartedAgain() {
        killNode();

        scene.site().node().startAgain();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void theNodeIsKilledAndStartedAgainWhileRedisHangs() {
        killNode();
        scene.site().redis().freeze();
        scene.site().node().startAgain();
        scene.goesOnLive();

        scene.site().redis().thaw();

        isWholeAgain();
    }

    @Test
    @Tag("long")
    void theNodeHangs() {
        scene.site().node().freeze();
        scene.trackersGoOn(scene.crowd().ledger().sent());

        scene.site().node().thaw();

        isWholeAgain();
    }

    private void goesOnWithoutRedis() {
        scene.healthSays("redis", "positions are not stored since");
        scene.goesOnLive();
        scene.memoryIsBounded();
    }

    private void goesOnWithoutPostgresql() {
        scene.healthSays("postgres", "providers are not refreshed since");
        scene.crowd().cut(0, 0);
        await("those who were cut off are let in again")
                .atMost(Duration.ofMinutes(1))
                .until(scene.crowd()::allConnected);
        scene.goesOnLive();
    }

    /** What it had accepted within the last moments may not be stored; those buses report again. */
    private void killNode() {
        scene.site().node().kill();
        scene.crowd().ledger().restartsWith(scene.site().stored(scene.crowd().buses()));
    }

    private void isWholeAgain() {
        scene.catchesUp();
        scene.crowd().silence(false);
        scene.healthIsGood();
        scene.goesOnLive();
        scene.addsUp();
        isWhole = true;
    }
}

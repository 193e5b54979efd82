package io.bellcord.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.testing.TestRedisCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import redis.clients.jedis.exceptions.JedisException;

/** Those that break the cluster come last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChannelsOfAClusterTest {
    private static final TestRedisCluster CLUSTER = TestRedisCluster.withReplicas();

    private final Redis redis = Redis.connect(CLUSTER.uris());
    private final Channels channels = Channels.over(redis);

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @AfterEach
    void close() {
        channels.close();
        redis.close();
    }

    @Test
    @Order(1)
    void listensOnEveryServerThatHasAChannel() {
        List<String> names =
                IntStream.range(0, 20).mapToObj(i -> "bus:{p" + i + "}").toList();
        List<Recorder> recorders = names.stream().map(this::subscribed).toList();

        names.forEach(name -> publish(name, "to " + name));

        for (int i = 0; i < names.size(); i++) {
            assertThat(recorders.get(i).awaitLast("to " + names.get(i)).told()).hasSize(2);
        }
        assertThat(names.stream().map(redis::shardOf).distinct()).hasSize(3);
        assertThat(CLUSTER.channels()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    @Order(2)
    void keysAndCommandsGoToTheServerThatHasThem() {
        redis.commands().set("bus:{p1}:1", "x");

        try (var pipeline = redis.pipelined("bus:{p1}:1")) {
            assertThat(pipeline.get("bus:{p1}:1")).isNotNull();
        }
        assertThat(redis.commands().get("bus:{p1}:1")).isEqualTo("x");
        assertThat(redis.ping()).isTrue();
    }

    @Test
    @Order(3)
    void followsASlotThatMoves() {
        Recorder moving = subscribed("moving");
        Recorder staying = subscribed("staying");

        CLUSTER.moveSlotOf("moving");
        moving.awaitLast("lost");
        moving.awaitLast("subscribed");
        publish("moving", "there");

        assertThat(moving.awaitLast("there").told()).containsExactly("subscribed", "lost", "subscribed", "there");
        assertThat(staying.told()).containsExactly("subscribed");
    }

    @Test
    @Order(4)
    void goesOnAtTheReplicaWhenAMasterDiesAndElsewhereNobodyNotices() {
        Recorder hit = subscribed("bus:{hit}");
        String spared = IntStream.range(0, 1_000)
                .mapToObj(i -> "bus:{spared" + i + "}")
                .filter(name -> CLUSTER.firstMasterOf(name) != CLUSTER.firstMasterOf("bus:{hit}"))
                .findFirst()
                .orElseThrow();
        Recorder other = subscribed(spared);

        CLUSTER.firstMasterOf("bus:{hit}").kill();
        hit.awaitLast("lost");
        publish(spared, "meanwhile");
        hit.awaitLast("subscribed");
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(JedisException.class)
                .until(() -> publish("bus:{hit}", "on") == 1);

        hit.awaitLast("on");
        assertThat(other.awaitLast("meanwhile").told()).containsExactly("subscribed", "meanwhile");
    }

    private Recorder subscribed(String channel) {
        Recorder recorder = new Recorder();
        channels.subscribe(channel, recorder);
        return recorder.awaitLast("subscribed");
    }

    private long publish(String channel, String message) {
        return channels.publish(channel, message.getBytes(UTF_8));
    }
}

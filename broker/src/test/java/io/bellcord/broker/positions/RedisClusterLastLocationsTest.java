package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.TestRedisCluster;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisClusterLastLocationsTest extends LastLocationsContract {
    private static final TestRedisCluster SERVERS = TestRedisCluster.start();
    private static final Redis REDIS = Redis.connect(SERVERS.uris());

    private final LastLocations positions = in(REDIS);

    @AfterEach
    void empty() {
        SERVERS.everywhere("FLUSHALL");
    }

    @AfterAll
    static void stop() {
        REDIS.close();
        SERVERS.close();
    }

    private LastLocations in(Redis redis) {
        return LastLocations.in(
                redis, new Announcements(NodeId.create()), RETENTION, clock(), new SimpleMeterRegistry());
    }

    @Override
    LastLocations positions() {
        return positions;
    }

    @Test
    void recordsProvidersOfAllShardsAtOnce() {
        List<Position> fixes = IntStream.range(0, 50)
                .mapToObj(i -> fix(BusKey.of("p" + i, "1"), i))
                .toList();

        assertThat(positions.recordAll(fixes)).containsExactlyElementsOf(fixes);
        assertThat(positions.recordAll(fixes)).isEmpty();

        fixes.forEach(fix -> assertThat(positions.list(fix.bus().provider())).containsExactly(fix));
        assertThat(fixes.stream()
                        .map(fix -> positions.shardOf(fix.bus().provider()))
                        .distinct())
                .hasSize(3);
    }

    @Test
    void recordsOfWhomItHasNotHeardYet() {
        try (Redis fresh = Redis.connect(SERVERS.uris())) {
            List<Position> fixes = IntStream.range(0, 20)
                    .mapToObj(i -> fix(BusKey.of("p" + i, "1"), i))
                    .toList();

            assertThat(in(fresh).recordAll(fixes)).containsExactlyElementsOf(fixes);
        }
    }

    @Test
    void followsAProviderThatMovesToAnotherServer() {
        positions.record(fix(BusKey.of("elsewhere", "1"), 0));
        SERVERS.everywhere("FLUSHALL"); // an empty slot moves at once

        SERVERS.moveSlotOf("bus:{moving}");

        assertThat(positions.record(fix(BusKey.of("moving", "1"), 0))).isTrue();
        assertThat(positions.list(new ProviderId("moving"))).containsExactly(fix(BusKey.of("moving", "1"), 0));
        await().until(() -> positions.shardOf(new ProviderId("moving")).equals(REDIS.shardOf("bus:{moving}")));
    }

    @Test
    void needsNoMoreRightsThanDocumented() {
        SERVERS.everywhere(
                "ACL",
                "SETUSER",
                "bell",
                "on",
                ">cord",
                "~bus:*",
                "&bus:*",
                "+@read",
                "+@write",
                "+@scripting",
                "+@pubsub",
                "+@connection",
                "+cluster|slots");
        List<URI> uris = SERVERS.uris().stream()
                .map(uri -> URI.create(uri.toString().replace("//", "//bell:cord@")))
                .toList();
        List<String> told = new CopyOnWriteArrayList<>();

        try (Redis limited = Redis.connect(uris);
                Channels channels = Channels.over(limited)) {
            channels.subscribe("bus:{kb}", new Telling(told));
            await().until(() -> told.contains("subscribed"));
            assertThat(in(limited).record(fix(1, 0))).isTrue();
            assertThat(in(limited).list(new ProviderId("kb"))).containsExactly(fix(1, 0));

            await().until(() -> told.contains("received"));
            assertThat(channels.publish("bus:{kb}", new byte[1])).isEqualTo(1);
        }
    }

    private record Telling(List<String> told) implements Channels.Listener {
        @Override
        public void subscribed() {
            told.add("subscribed");
        }

        @Override
        public void lost() {
            told.add("lost");
        }

        @Override
        public void received(byte[] message) {
            told.add("received");
        }
    }
}

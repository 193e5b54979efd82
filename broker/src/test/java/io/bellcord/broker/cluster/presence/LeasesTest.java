package io.bellcord.broker.cluster.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.transit.BusKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final BusKey BUS = BusKey.of("kb", "1001");
    private static final BusKey OTHER = BusKey.of("kb", "1002");
    private static final Duration LONG = Duration.ofMinutes(10);

    private final RestartableRedis server = RestartableRedis.start();
    private final Redis redis = Redis.connect(server.uri());
    private final Leases leases = new Leases(redis);

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void sayWhoIsConnectedAndForHowLong() {
        assertThat(leases.prolong(List.of(BUS), LONG)).isZero();

        assertThat(remaining(List.of(BUS, OTHER, BusKey.of("other", "1001")))).containsOnlyKeys(BUS);
        assertThat(remaining(List.of(BUS)).get(BUS)).isBetween(LONG.minusMinutes(2), LONG);
    }

    @Test
    void runOutByThemselves() {
        leases.prolong(List.of(BUS), Duration.ofMillis(1));

        await().until(() -> remaining(List.of(BUS)).isEmpty());
        await().until(() -> !redis.commands().exists("bus:{kb}:connected"));
    }

    @Test
    void areNotShortenedByANodeWithAnEarlierEnd() {
        leases.prolong(List.of(BUS), LONG);
        leases.prolong(List.of(BUS), Duration.ofSeconds(1));

        assertThat(remaining(List.of(BUS)).get(BUS)).isGreaterThan(LONG.minusMinutes(2));
        assertThat(redis.commands().pttl("bus:{kb}:connected")).isGreaterThan(60_000);
    }

    @Test
    void holdAWholeFleetAndItsProvidersApart() {
        List<BusKey> fleet = IntStream.range(0, 3_000)
                .mapToObj(bus -> BusKey.of(bus % 2 == 0 ? "kb" : "other", "" + bus))
                .toList();

        assertThat(leases.prolong(fleet, LONG)).isZero();

        assertThat(remaining(fleet)).hasSize(3_000);
        assertThat(redis.commands().zcard("bus:{kb}:connected")).isEqualTo(1_500);
    }

    @Test
    void tellWhatWasNotSaidWhileRedisIsAway() {
        leases.prolong(List.of(BUS), LONG);
        server.stop();
        assertThat(leases.prolong(List.of(BUS, OTHER), LONG)).isEqualTo(2);
        assertThat(leases.remaining(List.of(BUS), (_, _) -> {})).isEqualTo(1);

        server.restart();
        await().until(() -> leases.prolong(List.of(BUS, OTHER), LONG) == 0);
        assertThat(remaining(List.of(BUS, OTHER))).hasSize(2);
    }

    /** As they have been since version 1: members are buses, scores the time until which they count, in milliseconds. */
    @Test
    void areSharedWithNodesOfOtherVersions() {
        double now = System.currentTimeMillis();
        redis.commands().zadd("bus:{kb}:connected", now + LONG.toMillis(), "1001");
        redis.commands().zadd("bus:{kb}:connected", now + LONG.toMillis(), "what a later version adds\n");

        assertThat(remaining(List.of(BUS, OTHER)).get(BUS)).isBetween(LONG.minusMinutes(2), LONG.plusMinutes(2));
        leases.prolong(List.of(OTHER), LONG);

        assertThat(redis.commands().zscore("bus:{kb}:connected", "1002"))
                .isCloseTo(now + LONG.toMillis(), offset(60_000.0));
    }

    private Map<BusKey, Duration> remaining(Collection<BusKey> buses) {
        Map<BusKey, Duration> found = new HashMap<>();
        assertThat(leases.remaining(buses, found::put)).isZero();
        return found;
    }
}

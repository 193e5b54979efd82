package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.fix;
import static io.bellcord.broker.testing.Fleet.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.TestRedis;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

class RedisLastLocationsTest extends LastLocationsContract {
    private static final TestRedis SERVER = TestRedis.start();
    private static final Redis REDIS = Redis.connect(SERVER.uri());
    private static final Announcements ANNOUNCEMENTS = new Announcements(NodeId.create());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LastLocations positions = LastLocations.in(REDIS, ANNOUNCEMENTS, RETENTION, clock(), meters);
    private final UnifiedJedis commands = REDIS.commands();

    @BeforeAll
    static void answers() {
        assertThat(REDIS.ping()).isTrue();
    }

    @AfterEach
    void empty() {
        commands.flushAll();
    }

    @AfterAll
    static void stop() {
        REDIS.close();
        SERVER.close();
    }

    @Override
    LastLocations positions() {
        return positions;
    }

    @Test
    void holdsPositionJsonAsRidersGetItUnderTheKeyOthersRead() {
        positions.record(full());

        assertThat(commands.get("bus:{kb}:1001:lastlocation"))
                .startsWith("{\"bus\":\"1001\",\"ts\":" + full().fixTime().toEpochMilli())
                .contains("\"state\":\"live\"");
    }

    @Test
    void listsAProvidersBusesByFixTime() {
        positions.recordAll(List.of(fix(1, 5), fix(2, 3)));
        positions.record(fix(1, 9));

        assertThat(commands.zscore("bus:{kb}:seen", "1"))
                .isEqualTo((double) fix(1, 9).fixTime().toEpochMilli());
        assertThat(commands.zrange("bus:{kb}:seen", 0, -1)).containsExactly("2", "1");
    }

    @Test
    void letsBothKeysExpireAfterTheRetentionTime() {
        positions.record(fix(1, 0));

        assertThat(commands.ttl("bus:{kb}:1:lastlocation")).isBetween(10_790L, 10_800L);
        assertThat(commands.ttl("bus:{kb}:seen")).isBetween(10_790L, 10_800L);
    }

    @Test
    void trimsWhatIsForgottenFromTheListing() {
        positions.record(fix(1, -2 * RETENTION.toMillis() + 1));
        positions.record(fix(2, -2 * RETENTION.toMillis()));

        positions.record(fix(3, 0));

        assertThat(commands.zrange("bus:{kb}:seen", 0, -1)).containsExactly("1", "3");
    }

    @Test
    void keepsInTheListingWhatOthersRememberWhenANodesClockIsAnHourAhead() {
        Position parked = fix(1, -Duration.ofMinutes(150).toMillis());
        positions.record(parked);
        Clock ahead = Clock.offset(clock(), Duration.ofHours(1));

        LastLocations.in(REDIS, ANNOUNCEMENTS, RETENTION, ahead, meters).record(fix(2, 0));

        assertThat(positions.list(parked.bus().provider())).containsExactlyInAnyOrder(parked, fix(2, 0));
    }

    @Test
    void passesOverAndCountsWhatItCannotRead() {
        positions.recordAll(List.of(fix(1, 0), fix(2, 0), fix(3, 0), fix(4, 0)));
        commands.set("bus:{kb}:1:lastlocation", "{\"bus\":\"1\",");
        commands.set("bus:{kb}:2:lastlocation", "{\"bus\":\"2\",\"ts\":\"x\"}");
        commands.del("bus:{kb}:3:lastlocation");
        commands.zadd("bus:{kb}:seen", (double) fix(5, 0).fixTime().toEpochMilli(), "no bus/at all");

        assertThat(positions.list(new ProviderId("kb"))).containsExactly(fix(4, 0));
        assertThat(positions.find(fix(1, 0).bus())).isEmpty();
        assertThat(meters.counter("bellcord.redis.corrupt").count()).isEqualTo(3);
    }

    @Test
    void recordsAlthoughTheServerHasForgottenTheScript() {
        positions.record(fix(1, 0));
        commands.scriptFlush("bus:{kb}:seen");

        var kept = positions.recordAll(List.of(fix(1, 0), fix(1, 1), fix(2, 0)));

        assertThat(kept).containsExactly(fix(1, 1), fix(2, 0));
    }

    @Test
    void announcesWhatItKeptInOneMessageForEachProviderAndNothingElse() {
        positions.record(fix(1, 0));
        List<List<Position>> heard = new CopyOnWriteArrayList<>();
        try (var channels = Channels.over(REDIS)) {
            channels.subscribe("bus:{kb}", new Listening(heard));
            await().until(() -> heard.size() == 1); // that it listens

            positions.recordAll(List.of(fix(1, 0), fix(2, 0), fix(BusKey.of("other", "9"), 0), fix(3, 1)));
            positions.recordAll(List.of(fix(1, 0), fix(2, -1)));
            positions.record(fix(4, 0));

            await().until(() -> heard.size() == 3);
            assertThat(heard).containsExactly(List.of(), List.of(fix(2, 0), fix(3, 1)), List.of(fix(4, 0)));
        }
        assertThat(meters.counter("bellcord.cluster.out").count()).isEqualTo(5);
    }

    /** Begins with an empty list, when it is subscribed. */
    private record Listening(List<List<Position>> heard) implements Channels.Listener {
        @Override
        public void subscribed() {
            heard.add(List.of());
        }

        @Override
        public void lost() {
            // the server stays
        }

        @Override
        public void received(byte[] message) {
            heard.add(Announcements.read(new ProviderId("kb"), message)
                    .orElseThrow()
                    .positions());
        }
    }

    @Test
    void endsWithTheNewestWhenTwoNodesRaceForOneBus() throws Exception {
        List<Position> fixes =
                IntStream.rangeClosed(1, 500).mapToObj(at -> fix(7, at)).toList();

        try (var other = Redis.connect(SERVER.uri());
                var threads = Executors.newFixedThreadPool(2)) {
            var node2 = LastLocations.in(other, ANNOUNCEMENTS, RETENTION, clock(), meters);
            var up = threads.submit(() -> fixes.forEach(positions::record));
            var down = threads.submit(() -> fixes.reversed().forEach(node2::record));
            up.get();
            down.get();
        }

        assertThat(positions.find(fix(7, 0).bus())).contains(fix(7, 500));
    }
}

package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.CLOCK;
import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

class PositionLoaderTest {
    private static final Duration RETENTION = Duration.ofHours(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ProviderId KB = new ProviderId("kb");
    private static final ProviderId SEOUL = new ProviderId("seoul");

    private final RestartableRedis server = RestartableRedis.start();
    private final Redis redis = Redis.connect(server.uri());
    private final LastLocations stored =
            LastLocations.in(redis, new Announcements(NodeId.create()), RETENTION, CLOCK, new SimpleMeterRegistry());
    private final LastLocations memory = LastLocations.inMemory(RETENTION, CLOCK);
    private final List<Position> handedOn = new CopyOnWriteArrayList<>();
    private final List<Position> missed = new CopyOnWriteArrayList<>();
    private final PositionLoader loader = new PositionLoader(stored, memory, handedOn::add, missed::add);

    @AfterEach
    void close() {
        loader.close();
        redis.close();
        server.close();
    }

    @Test
    void loadsAllBusesOfAProvider() {
        stored.recordAll(List.of(fix(1, 0), fix(2, 0), fix(BusKey.of("seoul", "1"), 0)));

        assertThat(loader.load(KB)).succeedsWithin(PATIENCE).isEqualTo(2);

        assertThat(memory.list(KB)).containsExactlyInAnyOrder(fix(1, 0), fix(2, 0));
        assertThat(memory.list(SEOUL)).isEmpty();
        assertThat(handedOn).hasSize(2);
        assertThat(missed).isEmpty();
    }

    @Test
    void keepsWhatCameInWhileItLoadedIfThatIsNewerAndTellsTheStore() {
        stored.record(fix(1, 0));
        memory.record(fix(1, 5));
        memory.record(fix(2, 5));

        assertThat(loader.load(KB)).succeedsWithin(PATIENCE);

        assertThat(memory.list(KB)).containsExactlyInAnyOrder(fix(1, 5), fix(2, 5));
        assertThat(handedOn).isEmpty();
        assertThat(missed).containsExactlyInAnyOrder(fix(1, 5), fix(2, 5));
    }

    @Test
    void letsNoMoreThanOneLoadOfAProviderWaitHoweverOftenItIsAskedFor() {
        stored.record(fix(1, 0));
        redis.commands()
                .executeCommand(
                        new CommandArguments(Command.CLIENT).add("PAUSE").add("500"));

        List<CompletableFuture<Integer>> loads =
                IntStream.range(0, 1_000).mapToObj(_ -> loader.load(KB)).toList();

        assertThat(loader.waiting()).isLessThanOrEqualTo(1);
        assertThat(loads).allSatisfy(load -> assertThat(load).succeedsWithin(PATIENCE));
        assertThat(loader.waiting()).isZero();
        assertThat(memory.list(KB)).containsExactly(fix(1, 0));
    }

    @Test
    void failsWhileTheStoreIsAwayAndLoadsWhenItIsBack() {
        server.stop();
        assertThat(loader.load(KB)).failsWithin(PATIENCE);
        server.restart();
        await().until(redis::ping);
        stored.record(fix(1, 0));

        assertThat(loader.load(KB)).succeedsWithin(PATIENCE);

        assertThat(memory.list(KB)).containsExactly(fix(1, 0));
    }
}

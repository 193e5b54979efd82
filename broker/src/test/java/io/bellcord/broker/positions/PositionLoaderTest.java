package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.CLOCK;
import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.positions.PositionLoader.Loaded;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PositionLoaderTest {
    private static final Duration RETENTION = Duration.ofHours(3);
    private static final ProviderId KB = new ProviderId("kb");
    private static final ProviderId SEOUL = new ProviderId("seoul");

    private final RestartableRedis server = RestartableRedis.start();
    private final Redis redis = Redis.connect(server.uri());
    private final LastLocations stored = LastLocations.in(redis, RETENTION, CLOCK, new SimpleMeterRegistry());
    private final LastLocations memory = LastLocations.inMemory(RETENTION, CLOCK);
    private final List<Position> handedOn = new CopyOnWriteArrayList<>();
    private final PositionLoader loader = new PositionLoader(stored, memory, handedOn::add);

    @AfterEach
    void close() {
        loader.close();
        redis.close();
        server.close();
    }

    @Test
    void loadsAllBusesOfAllProviders() {
        stored.recordAll(List.of(fix(1, 0), fix(2, 0), fix(BusKey.of("seoul", "1"), 0)));

        assertThat(loader.loadAll(List.of(KB, SEOUL))).isEqualTo(new Loaded(3, List.of()));

        assertThat(memory.list(KB)).containsExactlyInAnyOrder(fix(1, 0), fix(2, 0));
        assertThat(memory.list(SEOUL)).hasSize(1);
        assertThat(handedOn).hasSize(3);
    }

    @Test
    void keepsWhatCameInWhileItLoadedIfThatIsNewer() {
        stored.record(fix(1, 0));
        memory.record(fix(1, 5));

        loader.loadAll(List.of(KB));

        assertThat(memory.list(KB)).containsExactly(fix(1, 5));
        assertThat(handedOn).isEmpty();
    }

    @Test
    void loadsAProviderOnceHoweverManyAskForIt() {
        stored.record(fix(1, 0));
        IntStream.range(0, 50).mapToObj(i -> loader.ensureLoaded(KB)).toList().forEach(load -> load.join());

        stored.record(fix(2, 0));
        loader.ensureLoaded(KB).join();

        assertThat(memory.list(KB)).containsExactly(fix(1, 0));
    }

    @Test
    void triesAgainOnDemandWhatCouldNotBeLoadedAtTheStart() {
        server.stop();
        assertThat(loader.loadAll(List.of(KB))).isEqualTo(new Loaded(0, List.of(KB)));
        assertThat(loader.ensureLoaded(KB)).failsWithin(Duration.ofSeconds(10));
        server.restart();
        await().until(redis::ping);
        stored.record(fix(1, 0));

        assertThat(loader.ensureLoaded(KB)).succeedsWithin(Duration.ofSeconds(10));

        assertThat(memory.list(KB)).containsExactly(fix(1, 0));
    }
}

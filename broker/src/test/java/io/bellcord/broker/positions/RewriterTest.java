package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.CLOCK;
import static io.bellcord.broker.testing.Fleet.NOW;
import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks when the test says so. */
class RewriterTest {
    private static final ProviderId KB = new ProviderId("kb");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RestartableRedis server = RestartableRedis.start();
    private final Redis redis = Redis.connect(server.uri());
    private final LastLocations memory = LastLocations.inMemory(Duration.ofHours(3), CLOCK);
    private final List<Position> written = new ArrayList<>();
    private final Rewriter rewriter =
            new Rewriter(redis, () -> List.of(KB, new ProviderId("other")), memory, written::add, CLOCK, meters);

    @BeforeEach
    void knowTwoBuses() {
        memory.recordAll(List.of(fix(1, 0), fix(2, 0)));
        rewriter.look();
    }

    @AfterEach
    void close() {
        rewriter.close();
        redis.close();
        server.close();
    }

    @Test
    void writesNothingAgainWhileRedisRemembers() {
        rewriter.look();
        rewriter.look();

        assertThat(written).isEmpty();
        assertThat(rewriter.failingSince()).isEmpty();
    }

    @Test
    void writesAllAgainOnceRedisHasForgotten() {
        redis.commands().flushAll();

        rewriter.look();
        rewriter.look();

        assertThat(written).containsExactlyInAnyOrder(fix(1, 0), fix(2, 0));
        assertThat(meters.counter("bellcord.redis.rewritten").count()).isEqualTo(2);
    }

    @Test
    void writesAllAgainAfterRedisWasBackWithAnOldCopy() {
        String mark = redis.commands().keys("bus:{kb}:beat:*").iterator().next();
        String old = redis.commands().get(mark);
        rewriter.look();
        redis.commands().set(mark, old);

        rewriter.look();

        assertThat(written).hasSize(2);
    }

    @Test
    void writesAllAgainAfterRedisWasAwayAndSaysSinceWhen() {
        server.stop();
        rewriter.look();
        assertThat(rewriter.failingSince()).contains(NOW);

        server.restart();

        await().until(() -> {
            rewriter.look();
            return rewriter.failingSince().isEmpty();
        });
        assertThat(written).contains(fix(1, 0), fix(2, 0));
    }

    @Test
    void saysThatRedisTakesNothingAndWritesAgainOnceItDoes() {
        redis.commands().configSet("min-replicas-to-write", "1");
        rewriter.look();
        assertThat(rewriter.failingSince()).contains(NOW);

        redis.commands().configSet("min-replicas-to-write", "0");
        rewriter.look();

        assertThat(rewriter.failingSince()).isEmpty();
        assertThat(written).containsExactlyInAnyOrder(fix(1, 0), fix(2, 0));
    }
}

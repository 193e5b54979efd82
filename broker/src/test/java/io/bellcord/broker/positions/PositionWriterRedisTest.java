package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.CLOCK;
import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;

class PositionWriterRedisTest {
    private static final ProviderId KB = new ProviderId("kb");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RestartableRedis server = RestartableRedis.start();
    private final Redis redis = Redis.connect(server.uri());
    private final LastLocations stored =
            LastLocations.in(redis, new Announcements(NodeId.create()), Duration.ofHours(3), CLOCK, meters);
    private final PositionWriter writer = PositionWriter.start(stored, CLOCK, meters);

    @AfterEach
    void close() {
        writer.close(Duration.ofMillis(100));
        redis.close();
        server.close();
    }

    @Test
    void leavesTheNewestOfEachBusInRedisOfManyOffers() {
        for (int at = 0; at < 10_000; at++) {
            writer.offer(fix(at % 100, at));
        }

        assertThat(writer.close(Duration.ofSeconds(10))).isZero();

        assertThat(stored.list(KB)).containsExactlyInAnyOrderElementsOf(newestOf10000());
    }

    @Test
    void bringsTheNewestIntoARedisThatWasAwayWithoutAnybodysHelp() {
        writer.offer(fix(1, -1));
        await().until(() -> stored.find(fix(1, 0).bus()).isPresent());
        server.stop();

        for (int at = 0; at < 10_000; at++) {
            writer.offer(fix(at % 100, at));
        }
        await().until(() -> writer.failingSince().isPresent());
        assertThat(meters.get("bellcord.redis.waiting").gauge().value()).isEqualTo(100);
        server.restart();

        await().until(() -> writer.failingSince().isEmpty());
        await().untilAsserted(() -> assertThat(stored.list(KB)).containsExactlyInAnyOrderElementsOf(newestOf10000()));
    }

    @Test
    void isNotKeptWaitingByTheManyConnectionsThatBrokeWithRedis() {
        var idle = IntStream.range(0, 16).mapToObj(_ -> redis.pipelined("any")).toList();
        idle.forEach(AbstractPipeline::close);
        server.stop();
        server.restart();

        writer.offer(fix(1, 0));

        // One after the other, with a longer pause each time, they would take half a minute.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> meters.get("bellcord.redis.waiting").gauge().value() == 0);
        assertThat(stored.list(KB)).containsExactly(fix(1, 0));
    }

    private static List<Position> newestOf10000() {
        return IntStream.range(9_900, 10_000).mapToObj(at -> fix(at % 100, at)).toList();
    }
}

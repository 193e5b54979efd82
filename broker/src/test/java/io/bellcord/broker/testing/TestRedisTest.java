package io.bellcord.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class TestRedisTest {
    @Test
    void isEmptyAndSharedWithNobody() {
        try (var one = TestRedis.start();
                var other = TestRedis.start();
                var client = RedisClient.create(one.uri());
                var stranger = RedisClient.create(other.uri())) {
            client.set("bus", "here");

            assertThat(client.get("bus")).isEqualTo("here");
            assertThat(stranger.dbSize()).isZero();
        }
    }
}

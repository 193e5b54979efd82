package io.bellcord.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellcord.broker.testing.RestartableRedis;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

class RedisTest {
    @Test
    void saysWhetherTheServerAnswersNowAndWhenItIsBack() {
        try (var server = RestartableRedis.start();
                var redis = Redis.connect(server.uri())) {
            assertThat(redis.ping()).isTrue();
            server.stop();
            assertThat(redis.ping()).isFalse();
            server.restart();
            assertThat(redis.ping()).isTrue();
        }
    }

    @Test
    void usesTheUserThePasswordAndTheDatabaseOfTheAddress() {
        try (var server = RestartableRedis.start();
                var admin = Redis.connect(server.uri())) {
            var user = new CommandArguments(Protocol.Command.ACL)
                    .addObjects("SETUSER", "bell", "on", ">cord", "~*", "+@all");
            admin.commands().executeCommand(user);
            URI uri = URI.create(server.uri().toString().replace("//", "//bell:cord@") + "/3");

            try (var redis = Redis.connect(uri)) {
                redis.commands().set("key", "in 3");

                assertThat(redis.commands().get("key")).isEqualTo("in 3");
                assertThat(admin.commands().get("key")).isNull();
                assertThat(redis).hasToString("127.0.0.1:" + uri.getPort());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:6379", "http://localhost", "redis:///2"})
    void refusesAnAddressWrittenOtherwiseWithoutRepeatingItsPassword(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redis.connect(URI.create(address)))
                .withMessage("Redis' address must be written redis://[user:password@]host[:port][/database]");
    }
}

package io.bellcord.broker.cluster.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.TestTicker;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While Redis is away, which here nobody even asks. */
class ProviderClaimsTest {
    private final Redis redis = Redis.connect(URI.create("redis://127.0.0.1:1"));
    private final Channels channels = Channels.over(redis);
    private final ProviderClaims claims = new ProviderClaims(
            new ProviderId("kb"),
            new ClaimSender(redis, channels, NodeId.create().value()),
            ClaimMetrics.in(new SimpleMeterRegistry(), () -> 0),
            _ -> {},
            new TestTicker());

    @AfterEach
    void stop() {
        channels.close();
        redis.close();
    }

    @Test
    void keepsNothingOfClientsThatHaveGone() {
        for (int i = 0; i < 1_000; i++) {
            ClientKey client = key("passer-by-" + i);
            Connection connection = new Silent();
            claims.take(client, connection);
            claims.subscribed();
            claims.free(client, connection);
        }

        assertThat(claims.hasNews()).isFalse();
    }

    @Test
    void keepsTheClaimOfWhoCameAfterTheOneThatGoes() {
        ClientKey client = key("bus-7");
        Connection before = new Silent();
        claims.take(client, before);
        claims.take(client, new Silent());

        claims.free(client, before);

        assertThat(claims.hasNews()).isTrue();
        assertThat(claims.isEmpty()).isFalse();
    }

    private static ClientKey key(String clientId) {
        return ClientKey.of(ClaimMessageTest.grant("dora"), clientId);
    }

    private static final class Silent implements Connection {
        @Override
        public void end(Ending why) {}

        @Override
        public void introduce(BusKey bus) {}
    }
}

package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.testing.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedConnectsTest {
    private static final int BLOCKED_AT = 3;
    private static final InetAddress MOBILE_NETWORK = InetAddress.ofLiteral("192.0.2.1");

    private final TestAuthority authority = TestAuthority.named("Trackers");
    private final FailedConnects failed = new FailedConnects(
            new FailedLogins.Rules(10, Duration.ZERO, BLOCKED_AT, Duration.ofHours(1)),
            new Admission(
                    new Admission.Limits(10, 10, Rate.perSecond(10, 10), Networks.parse("none")),
                    Ticker.system(),
                    new SimpleMeterRegistry()),
            Ticker.system());

    /** They send neither user name nor password, and share an address. */
    @Test
    void blocksOneCertificateAndNoOtherOfTheSameAddress() {
        Connect wrong = connect("O=kb,CN=expired");
        for (int i = 0; i < BLOCKED_AT; i++) {
            failed.failed(MOBILE_NETWORK, wrong);
        }

        assertThat(failed.isBlocked(MOBILE_NETWORK, wrong)).isTrue();
        assertThat(failed.isBlocked(MOBILE_NETWORK, connect("O=kb,CN=1001"))).isFalse();
    }

    private Connect connect(String subject) {
        return new Connect(
                MqttMessageBuilders.connect().clientId("x").build(),
                authority.sign(subject).chain());
    }
}

package io.bellcord.broker.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.limits.FailedProofs.Shown;
import io.bellcord.broker.testing.TestTicker;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedProofsTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("203.0.113.1");

    private final FailedProofs failed = new FailedProofs(
            new FailedLogins.Rules(1, Duration.ofSeconds(5), 2, Duration.ofMinutes(1)), new TestTicker());

    @Test
    void delaysAnAddressAndBlocksOnlyWhatFailedThere() {
        Shown wrong = shown("kb", "wrong");

        assertThat(failed.failed(wrong)).isZero();
        assertThat(failed.failed(wrong)).isPositive();

        assertThat(failed.isBlocked(wrong)).isTrue();
        assertThat(failed.isBlocked(shown("kb", "right"))).isFalse();
        assertThat(failed.failed(shown("kb", "another"))).isPositive();
    }

    @Test
    void takesWhatIsCutElsewhereForSomethingElse() {
        failed.failed(shown("kb", "wrong"));
        failed.failed(shown("kb", "wrong"));

        assertThat(failed.isBlocked(shown("kbw", "rong"))).isFalse();
    }

    private static Shown shown(String user, String password) {
        return Shown.of(ADDRESS, user.getBytes(UTF_8), password.getBytes(UTF_8));
    }
}

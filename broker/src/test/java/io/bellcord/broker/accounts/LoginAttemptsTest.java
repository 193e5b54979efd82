package io.bellcord.broker.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.testing.TestClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginAttemptsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T08:00:00Z"));
    private final LoginAttempts attempts = new LoginAttempts(
            new LoginAttempts.Limits(3, 5, 8, Duration.ofSeconds(10), Duration.ofMinutes(15)),
            Networks.parse("198.51.100.0/24"),
            clock);

    @Test
    void slowsDownWhoGuessesThePasswordOfOneUserAndNotTheUserElsewhere() {
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.begin("kim", HERE)).isEmpty();
        }

        assertThat(attempts.begin("kim", HERE)).contains(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(attempts.begin("kim", HERE)).isEmpty();
        assertThat(attempts.begin("kim", HERE)).contains(Duration.ofSeconds(2));
        assertThat(attempts.begin("kim", THERE)).isEmpty();
        assertThat(attempts.begin("lee", HERE)).isEmpty();
    }

    @Test
    void slowsDownGuessesAtOneUserFromEverywhere() {
        for (int i = 0; i < 8; i++) {
            assertThat(attempts.begin("kim", InetAddress.ofLiteral("192.0.2." + i)))
                    .isEmpty();
        }

        assertThat(attempts.begin("kim", InetAddress.ofLiteral("192.0.2.8"))).contains(Duration.ofSeconds(1));
        attempts.succeeded("kim", InetAddress.ofLiteral("192.0.2.0")); // takes back its own attempt alone
        assertThat(attempts.begin("kim", InetAddress.ofLiteral("192.0.2.8"))).isEmpty();
        assertThat(attempts.begin("kim", InetAddress.ofLiteral("192.0.2.9"))).isPresent();
    }

    @Test
    void waitsNoLongerThanTheLongestWaitAndForgetsInTime() {
        for (int i = 0; i < 12; i++) {
            attempts.begin("kim", HERE).ifPresent(wait -> {
                clock.advance(wait);
                assertThat(attempts.begin("kim", HERE)).isEmpty();
            });
        }

        assertThat(attempts.begin("kim", HERE).orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(10));
        clock.advance(Duration.ofMinutes(15));
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.begin("kim", HERE)).isEmpty();
        }
    }

    @Test
    void keepsOnlyTheBeginningOfAnIdThatIsTooLongToBeOne() {
        String long1 = "x".repeat(10_000);
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.begin(long1 + i, HERE)).isEmpty();
        }

        assertThat(attempts.begin(long1, HERE)).isPresent();
        assertThat(attempts.begin("x".repeat(128), HERE)).isEmpty();
    }

    @Test
    void slowsDownAnAddressThatTriesManyUsers() {
        for (int i = 0; i < 5; i++) {
            assertThat(attempts.begin("user-" + i, HERE)).isEmpty();
        }

        assertThat(attempts.begin("kim", HERE)).isPresent();
        assertThat(attempts.begin("kim", THERE)).isEmpty();
    }

    @Test
    void takesATrustedNetworkForEverybody() {
        for (int i = 0; i < 100; i++) {
            assertThat(attempts.begin("user-" + i, InetAddress.ofLiteral("198.51.100.7")))
                    .isEmpty();
        }
    }

    @Test
    void countsThisMachineLikeAnyOtherWhereItIsNotTrusted() {
        for (int i = 0; i < 5; i++) {
            assertThat(attempts.begin("user-" + i, InetAddress.ofLiteral("127.0.0.1")))
                    .isEmpty();
        }

        assertThat(attempts.begin("kim", InetAddress.ofLiteral("127.0.0.1"))).isPresent();
    }

    @Test
    void takesAnIpv6NetworkForOneAddress() {
        for (int i = 0; i < 5; i++) {
            assertThat(attempts.begin("user-" + i, InetAddress.ofLiteral("2001:db8::" + i)))
                    .isEmpty();
        }

        assertThat(attempts.begin("kim", InetAddress.ofLiteral("2001:db8::ffff:1")))
                .isPresent();
        assertThat(attempts.begin("lee", InetAddress.ofLiteral("2001:db8:0:1::1")))
                .isEmpty();
    }

    @Test
    void forgivesWhoGotItRight() {
        for (int i = 0; i < 20; i++) {
            assertThat(attempts.begin("kim", HERE)).isEmpty();
            attempts.succeeded("kim", HERE);
        }
    }

    @Test
    void doesNotCountWhatCouldNotBeDecided() {
        for (int i = 0; i < 20; i++) {
            assertThat(attempts.begin("kim", HERE)).isEmpty();
            attempts.undecided("kim", HERE);
        }
    }
}

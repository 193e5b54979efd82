package io.bellcord.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestTicker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private final TestTicker ticker = new TestTicker();
    private final FailedLogins<String> logins = new FailedLogins<>(
            new FailedLogins.Rules(3, Duration.ofMillis(3200), 10, Duration.ofSeconds(30)), 100, ticker);

    @Test
    void answersTheFirstAtOnceAndThenEverLater() {
        List<Long> delays = failures("a", 12).stream().map(Duration::toMillis).toList();

        assertThat(delays).containsExactly(0L, 0L, 0L, 100L, 200L, 400L, 800L, 1600L, 3200L, 3200L, 3200L, 3200L);
    }

    @Test
    void slowsNobodyElse() {
        failures("a", 50);

        assertThat(logins.failed("b")).isZero();
    }

    @Test
    void forgetsOneFailureAtATime() {
        failures("a", 5);
        ticker.advance(Duration.ofMinutes(1));

        assertThat(logins.failed("a")).isEqualTo(Duration.ofMillis(100)); // the fourth again
        ticker.advance(Duration.ofMinutes(2));
        assertThat(logins.failed("a")).isZero();
    }

    @Test
    void blocksUntilOneFailureIsForgottenHoweverManyThereWere() {
        failures("a", 9);
        assertThat(logins.isBlocked("a")).isFalse();
        failures("a", 1000);
        assertThat(logins.isBlocked("a")).isTrue();
        assertThat(logins.isBlocked("b")).isFalse();

        ticker.advance(Duration.ofSeconds(30));

        assertThat(logins.isBlocked("a")).isFalse();
    }

    private List<Duration> failures(String key, int count) {
        return IntStream.range(0, count).mapToObj(_ -> logins.failed(key)).toList();
    }
}

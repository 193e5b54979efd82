package io.bellcord.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.testing.TestTicker;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TestTicker ticker = new TestTicker();
    private final Rate tenPerSecond = Rate.perSecond(10, 5);

    @Test
    void givesABurstAndThenOneAtATime() {
        TokenBucket bucket = new TokenBucket(tenPerSecond, ticker);

        assertThat(taken(bucket, 20)).isEqualTo(5);
        ticker.advance(Duration.ofMillis(99));
        assertThat(bucket.tryTake()).isFalse();
        ticker.advance(Duration.ofMillis(1));
        assertThat(taken(bucket, 20)).isEqualTo(1);
    }

    @Test
    void holdsNoMoreThanABurstHoweverLongThePause() {
        TokenBucket bucket = new TokenBucket(tenPerSecond, ticker);
        ticker.advance(Duration.ofDays(400));

        assertThat(taken(bucket, 20)).isEqualTo(5);
    }

    @Test
    void knowsEachKeyByItself() {
        TokenBuckets<String> buckets = new TokenBuckets<>(Rate.perSecond(1, 1), 10, ticker);

        assertThat(buckets.tryTake("a")).isTrue();
        assertThat(buckets.tryTake("a")).isFalse();
        assertThat(buckets.tryTake("b")).isTrue();
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatThrownBy(() -> new Rate(Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(Duration.ofSeconds(1), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long taken(TokenBucket bucket, int tries) {
        return IntStream.range(0, tries).filter(_ -> bucket.tryTake()).count();
    }
}

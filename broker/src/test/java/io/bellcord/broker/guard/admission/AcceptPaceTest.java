package io.bellcord.broker.guard.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.limits.Rate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AcceptPaceTest {
    private static final Duration EVERY = Duration.ofMillis(1);
    private static final int BURST = 16;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000); // it overflows one day
    private final AcceptPace pace = new AcceptPace(new Rate(EVERY, BURST), nanos::get);

    @Test
    void aFewConnectionsAtOnceWaitForNothing() {
        for (int i = 0; i < BURST; i++) {
            assertThat(pace.accepted()).isZero();
        }
    }

    @Test
    void aStormIsAcceptedAsFastAsTheRateAllows() {
        Duration waited = Duration.ZERO;
        for (int i = 0; i < BURST + 100; i++) {
            Duration wait = pace.accepted();
            waited = waited.plus(wait);
            nanos.addAndGet(wait.toNanos());
        }

        assertThat(waited).isEqualTo(EVERY.multipliedBy(100));
    }

    @Test
    void howLongItWasQuietDoesNotAddUp() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < BURST; i++) {
            pace.accepted();
        }

        assertThat(pace.accepted()).isEqualTo(EVERY);
    }
}

package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestTicker;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TestTicker ticker = new TestTicker();
    private final AtomicInteger silences = new AtomicInteger();

    @Test
    void endsWhoIsSilentForOneAndAHalfTimesTheKeepAlive() {
        begin(Duration.ofSeconds(10));

        pass(Duration.ofMillis(14_999));
        assertThat(silences).hasValue(0);
        pass(Duration.ofMillis(1));
        assertThat(silences).hasValue(1);
        pass(Duration.ofMinutes(10));
        assertThat(silences).hasValue(1);
    }

    @Test
    void keepsWhoSendsOneInTime() {
        KeepAlive keepAlive = begin(Duration.ofSeconds(10));

        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(14_999));
            keepAlive.heard();
        }
        assertThat(silences).hasValue(0);
        pass(Duration.ofSeconds(15));
        assertThat(silences).hasValue(1);
    }

    @Test
    void waitsForEverWhereThereIsNone() {
        begin(Duration.ZERO);

        pass(Duration.ofDays(1));

        assertThat(silences).hasValue(0);
    }

    @Test
    void looksNoMoreOnceStopped() {
        begin(Duration.ofSeconds(10)).stop();

        pass(Duration.ofDays(1));

        assertThat(silences).hasValue(0);
    }

    private KeepAlive begin(Duration keepAlive) {
        channel.freezeTime();
        KeepAlive begun = new KeepAlive(channel.eventLoop(), ticker, keepAlive, silences::incrementAndGet);
        begun.begin();
        return begun;
    }

    private void pass(Duration time) {
        ticker.advance(time);
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }
}

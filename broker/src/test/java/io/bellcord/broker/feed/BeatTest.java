package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeatTest {
    private long millis = 1_000;

    private final Beat beat = beat(Duration.ofMillis(100));

    @Test
    void comesAtOnceAfterAPauseAndATickAfterTheLastTime() {
        assertThat(beat.ask()).isEqualTo(in(0));
        beat.begin();

        millis += 30;
        assertThat(beat.ask()).isEqualTo(in(70));
        millis += 70;
        beat.begin();

        millis += 1_000;
        assertThat(beat.ask()).isEqualTo(in(0));
    }

    @Test
    void isAskedForOnce() {
        beat.ask();
        assertThat(beat.ask()).isEmpty();

        beat.begin();
        assertThat(beat.ask()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "10, 120", "50, 200", "200, 500", "10000, 500"})
    void aLoopThatIsLateWaitsLongerForTheNext(long late, long untilNext) {
        beat.ask();
        millis += late;
        beat.begin();

        assertThat(beat.ask()).isEqualTo(in(untilNext));
    }

    @Test
    void aLoopThatIsLateForOnceIsBackAtItsTick() {
        beat.ask();
        millis += 200;
        beat.begin();
        beat.ask();
        millis += 500;
        beat.begin();

        assertThat(beat.ask()).isEqualTo(in(100));
    }

    @Test
    void whereThereIsNoTickNothingWaits() {
        Beat none = beat(Duration.ZERO);
        none.ask();
        millis += 200;
        none.begin();

        assertThat(none.ask()).isEqualTo(in(0));
    }

    private Beat beat(Duration tick) {
        return new Beat(tick, () -> Duration.ofMillis(millis).toNanos());
    }

    private static OptionalLong in(long millis) {
        return OptionalLong.of(Duration.ofMillis(millis).toNanos());
    }
}

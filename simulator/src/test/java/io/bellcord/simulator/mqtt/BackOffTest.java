package io.bellcord.simulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = new BackOff(new Random(1));

    @Test
    void waitsTwiceAsLongEachTimeButNotAlwaysTheSame() {
        assertThat(backOff.before(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(backOff.before(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(backOff.before(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(backOff.before(3)).isNotEqualTo(backOff.before(3));
    }

    @Test
    void neverWaitsLongerThanHalfAMinute() {
        assertThat(backOff.before(1_000)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
}

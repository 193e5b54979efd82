package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.transit.BusKey;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final byte[] PAYLOAD = {1};

    private final Refusals refusals = new Refusals();

    @Test
    void takesAFewOfEachBusWhateverComesOfOthers() {
        assertThat(taken("kb", "1", 1_000)).isEqualTo(64);
        assertThat(taken("kb", "2", 1)).isEqualTo(1);
    }

    @Test
    void leavesRoomForOtherProviders() {
        long ofOne = IntStream.range(0, 2_000)
                .mapToLong(i -> taken("kb", "b" + i, 1))
                .sum();

        assertThat(ofOne).isEqualTo(1_024);
        assertThat(taken("other", "1", 1)).isEqualTo(1);
    }

    @Test
    void hasRoomAgainOnceDrained() {
        taken("kb", "1", 1_000);

        assertThat(refusals.drain())
                .hasEntrySatisfying(BusKey.of("kb", "1"), all -> assertThat(all).hasSize(64));

        assertThat(refusals.drain()).isEmpty();
        assertThat(taken("kb", "1", 1)).isEqualTo(1);
    }

    private long taken(String provider, String bus, int times) {
        return IntStream.range(0, times)
                .filter(_ -> refusals.offer(BusKey.of(provider, bus), PAYLOAD))
                .count();
    }
}

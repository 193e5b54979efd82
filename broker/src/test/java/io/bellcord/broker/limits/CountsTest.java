package io.bellcord.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CountsTest {
    private final Counts<String> counts = new Counts<>(2);

    @Test
    void letsInWhileThereIsRoomAndAgainOnceOneHasLeft() {
        Counts<String>.Place first = counts.enter("kb").orElseThrow();
        assertThat(counts.enter("kb")).isPresent();
        assertThat(counts.enter("kb")).isEmpty();
        assertThat(counts.enter("other")).isPresent();

        first.leave();
        first.leave(); // as once

        assertThat(counts.enter("kb")).isPresent();
        assertThat(counts.enter("kb")).isEmpty();
    }

    @Test
    void keepsTheLastPlacesFromWhomTheyAreNotFor() {
        assertThat(counts.enter("kb", 1)).isPresent();

        assertThat(counts.enter("kb", 1)).isEmpty();
        assertThat(counts.enter("kb")).isPresent();
        assertThat(counts.enter("kb", 3)).isEmpty();
    }

    @Test
    void neverLetsInMoreHoweverManyThreadsTry() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(() -> {
                for (int round = 0; round < 10_000; round++) {
                    Optional<Counts<String>.Place> place = counts.enter("kb");
                    place.ifPresent(one -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        one.leave();
                    });
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most.get()).isBetween(1, 2);
        assertThat(counts.enter("kb")).isPresent();
    }
}

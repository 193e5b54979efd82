package io.bellcord.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private final List<String> closed = new ArrayList<>();
    private final Lifetime lifetime = Lifetime.untilSignal();

    @Test
    void closesInReverseOrderThoughOneFails() throws InterruptedException {
        lifetime.<AutoCloseable>open(() -> () -> closed.add("postgres"));
        lifetime.<AutoCloseable>open(() -> () -> {
            throw new IllegalStateException("redis is gone");
        });
        lifetime.<AutoCloseable>open(() -> () -> closed.add("broker"));

        lifetime.close();
        lifetime.await();

        assertThat(closed).containsExactly("broker", "postgres");
    }

    @Test
    void opensNothingAfterTheSignal() {
        lifetime.close();

        assertThatThrownBy(() -> lifetime.<AutoCloseable>open(() -> () -> closed.add("broker")))
                .isInstanceOf(Lifetime.Stopping.class);
    }
}

package io.bellcord.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.transit.BusKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private final List<Ending> told = new ArrayList<>();

    @Test
    void takesAllTheTimeForMany() {
        assertThat(Drain.of(45_000, FIVE_SECONDS)).isEqualTo(new Drain(450, Duration.ofMillis(50)));
    }

    @Test
    void takesLessForFew() {
        assertThat(Drain.of(100, FIVE_SECONDS).perStep()).isEqualTo(10);
    }

    @Test
    void tellsAllAtOnceWhereThereIsNoTime() {
        assertThat(Drain.of(45_000, Duration.ZERO).perStep()).isEqualTo(45_000);
    }

    @Test
    void tellsEachOnce() {
        new Drain(10, Duration.ofNanos(1)).tell(clients(25));

        assertThat(told).hasSize(25).containsOnly(Ending.SHUTTING_DOWN);
    }

    @Test
    void endsWhenItIsInterrupted() {
        Thread.currentThread().interrupt();
        new Drain(10, Duration.ofDays(1)).tell(clients(25));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).isEmpty();
    }

    private List<Connection> clients(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> (Connection) new Client())
                .toList();
    }

    private final class Client implements Connection {
        @Override
        public void end(Ending why) {
            told.add(why);
        }

        @Override
        public void introduce(BusKey bus) {}
    }
}

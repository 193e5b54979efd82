package io.bellcord.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final TestTicker ticker = new TestTicker();
    private final Recent<Integer, Object> recent = new Recent<>(3, Duration.ofSeconds(10), ticker);

    @Test
    void forgetsTheLongestUnusedWhereThereIsNoRoom() {
        Object one = recent.get(1, Object::new);
        recent.get(2, Object::new);
        recent.get(3, Object::new);
        recent.get(1, Object::new);

        for (int key = 4; key < 6; key++) {
            recent.get(key, Object::new);
        }

        assertThat(recent.size()).isEqualTo(3);
        assertThat(recent.find(1)).containsSame(one);
        assertThat(recent.find(2)).isEmpty();
    }

    @Test
    void forgetsWhatIsNotUsed() {
        recent.get(1, Object::new);
        ticker.advance(Duration.ofSeconds(6));
        recent.get(2, Object::new);
        ticker.advance(Duration.ofSeconds(6));

        assertThat(recent.find(1)).isEmpty();
        assertThat(recent.find(2)).isPresent();
        assertThat(recent.size()).isEqualTo(1);
    }

    @Test
    void staysWithinItsBoundWhateverComes() {
        for (int key = 0; key < 100_000; key++) {
            recent.get(key, Object::new);
        }

        assertThat(recent.size()).isEqualTo(3);
    }
}

package io.bellcord.broker.steady;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.testing.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteadyTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    private final CapturedLog log = CapturedLog.errors();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    @AfterEach
    void stop() {
        timer.shutdownNow();
        log.close();
    }

    @Test
    void goesOnWithWhatThrewAnError() {
        AtomicInteger times = new AtomicInteger();

        Steady.every(timer, OFTEN, "Steady timer: nothing was counted", () -> {
            if (times.incrementAndGet() <= 3) {
                throw new NoClassDefFoundError("of a jar that was replaced");
            }
        });

        await().until(() -> times.get() > 10);
        assertThat(logged("Steady timer")).hasSize(1);
    }

    @Test
    void tellsOfEachFailureThatWasOverMeanwhile() {
        AtomicInteger times = new AtomicInteger();

        Steady.every(timer, Duration.ZERO, OFTEN, "Steady twice: nothing was counted", () -> {
            int now = times.incrementAndGet();
            if (now == 1 || now == 2 || now == 5) {
                throw new StackOverflowError("on the " + now + ". time");
            }
        });

        await().until(() -> times.get() > 10);
        assertThat(logged("Steady twice")).hasSize(2);
    }

    @Test
    void loopsOnAfterAnErrorUntilItIsOver() {
        AtomicInteger times = new AtomicInteger();

        Steady.loop(() -> times.get() == 10, "Steady loop: nothing was counted", OFTEN, () -> {
            if (times.incrementAndGet() == 2) {
                throw new OutOfMemoryError("once");
            }
        });

        assertThat(times).hasValue(10);
        assertThat(logged("Steady loop")).hasSize(1);
    }

    @Test
    void endsALoopThatIsInterrupted() throws InterruptedException {
        Thread loop = Thread.ofVirtual()
                .start(() -> Steady.loop(() -> false, "Steady end", OFTEN, () -> Thread.sleep(Duration.ofDays(1))));

        loop.interrupt();

        assertThat(loop.join(Duration.ofMinutes(1))).isTrue();
        assertThat(logged("Steady end")).isEmpty();
    }

    private List<String> logged(String failure) {
        return log.take().stream().filter(line -> line.contains(failure)).toList();
    }
}

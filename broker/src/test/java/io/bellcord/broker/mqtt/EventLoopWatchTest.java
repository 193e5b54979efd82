package io.bellcord.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.TestTicker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real event loops with a socket each; the watch looks when the test says so. */
class EventLoopWatchTest {
    private static final int LOOKS = 11;

    private final NioEventLoopGroup group = new NioEventLoopGroup(2);
    private final List<SingleThreadEventLoop> loops =
            List.of((SingleThreadEventLoop) group.next(), (SingleThreadEventLoop) group.next());
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestTicker ticker = new TestTicker();
    private final Looks looks = new Looks();
    private final EventLoopWatch watch = new EventLoopWatch(loops, meters, ticker, looks);

    /** A timer that does what it was given when it is told to. */
    private static final class Looks extends ScheduledThreadPoolExecutor {
        private Runnable look = () -> {};

        private Looks() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            look = command;
            return schedule(() -> {}, 0, unit);
        }
    }

    @BeforeEach
    void giveEachASocket() {
        for (SingleThreadEventLoop loop : loops) {
            loop.register(new NioDatagramChannel()).syncUninterruptibly();
        }
    }

    @AfterEach
    void stop() {
        watch.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Then each loop has done what it was given before. */
    private void catchUp() {
        loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }

    @Test
    void measuresHowLongALoopWaits() throws InterruptedException {
        var busy = occupy();

        looks.look.run();
        ticker.advance(Duration.ofMillis(300));
        busy.countDown();
        catchUp();

        var lag = meters.get("bellcord.event.loop.lag").timer();
        assertThat(lag.count()).isEqualTo(2);
        assertThat(lag.max(TimeUnit.MILLISECONDS)).isEqualTo(300);
        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void findsALoopThatIsStuckAndThatItWorksAgain() throws InterruptedException {
        var busy = occupy();
        try (CapturedLog log = CapturedLog.errors()) {
            for (int look = 0; look < LOOKS; look++) {
                assertThat(watch.problem()).isEmpty();
                looks.look.run();
                loops.get(1).submit(() -> {}).syncUninterruptibly();
            }

            assertThat(watch.problem())
                    .hasValueSatisfying(words -> assertThat(words).contains("does not answer", "(1 of 2 event loops)"));
            assertThat(meters.get("bellcord.event.loops.stuck").gauge().value()).isEqualTo(1);
            assertThat(log.take()).singleElement().asString().contains("Event loop is stuck", "EventLoopWatchTest");
        }

        busy.countDown();
        catchUp();

        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void asksNoMoreThanOnceUntilThereIsAnAnswer() throws InterruptedException {
        var busy = occupy();
        for (int look = 0; look < 2 * LOOKS; look++) {
            looks.look.run();
        }

        assertThat(loops.getFirst().pendingTasks()).isEqualTo(1);
        busy.countDown();
    }

    /** Has the first loop do something that takes until the latch is opened. */
    private CountDownLatch occupy() throws InterruptedException {
        var began = new CountDownLatch(1);
        var busy = new CountDownLatch(1);
        loops.getFirst().execute(() -> {
            began.countDown();
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        began.await();
        return busy;
    }
}

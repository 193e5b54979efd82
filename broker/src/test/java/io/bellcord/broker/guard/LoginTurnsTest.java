package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTurnsTest {
    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final SingleThreadEventLoop loop = (SingleThreadEventLoop) group.next();
    private final LoginTurns turns = new LoginTurns();
    private final AtomicInteger turn = new AtomicInteger();

    private record Run(int login, int turn) {}

    @AfterEach
    void stop() {
        group.shutdownGracefully();
    }

    @Test
    void aStormOfLoginsTakesAFewInEachTurnAndInTheirOrder() {
        List<Run> runs = new CopyOnWriteArrayList<>();

        loop.execute(() -> {
            countTurns();
            IntStream.range(0, 50).forEach(i -> turns.take(loop, () -> runs.add(new Run(i, turn.get()))));
        });
        await().until(() -> runs.size() == 50);

        assertThat(runs.stream().map(Run::login)).isSorted();
        assertThat(runs.stream()
                        .collect(Collectors.groupingBy(Run::turn, Collectors.counting()))
                        .values())
                .allMatch(inOneTurn -> inOneTurn <= 4);
    }

    @Test
    void loginsThatComeOneByOneRunAtOnce() {
        AtomicInteger late = new AtomicInteger();

        for (int i = 0; i < 20; i++) {
            loop.submit(() -> {
                        AtomicInteger run = new AtomicInteger();
                        turns.take(loop, run::incrementAndGet);
                        late.addAndGet(1 - run.get());
                    })
                    .syncUninterruptibly();
            int now = turn.get();
            loop.execute(this::countOne);
            await().until(() -> turn.get() > now);
        }

        assertThat(late).hasValue(0);
    }

    private void countTurns() {
        loop.executeAfterEventLoopIteration(() -> {
            turn.incrementAndGet();
            loop.execute(this::countTurns);
        });
    }

    /** Two turns later: the one in which tasks of the first are run has passed as well. */
    private void countOne() {
        loop.executeAfterEventLoopIteration(
                () -> loop.execute(() -> loop.executeAfterEventLoopIteration(turn::incrementAndGet)));
    }
}

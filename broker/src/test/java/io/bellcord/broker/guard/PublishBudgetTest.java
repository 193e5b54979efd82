package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PublishBudgetTest {
    @Test
    void stopsWhoeverTakesTheLast() {
        PublishBudget budget = new PublishBudget(3);

        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        assertThat(budget.underWay()).isEqualTo(3);
    }

    @Test
    void wakesAllOnceHalfAreThrough() {
        PublishBudget budget = new PublishBudget(4);
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            budget.take();
        }
        budget.whenRoom(woken::incrementAndGet);
        budget.whenRoom(woken::incrementAndGet);

        budget.give(1);
        assertThat(woken).hasValue(0);
        budget.give(1);

        assertThat(woken).hasValue(2);
    }

    @Test
    void wakesAtOnceWhoComesWhenThereIsRoom() {
        AtomicInteger woken = new AtomicInteger();

        new PublishBudget(4).whenRoom(woken::incrementAndGet);

        assertThat(woken).hasValue(1);
    }

    /** Many senders on many threads, and one that works on what they send: all of it must get through. */
    @Test
    void leavesNobodyWaitingForEver() {
        PublishBudget budget = new PublishBudget(8);
        int each = 5_000;
        int senders = 16;
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService worker = Executors.newSingleThreadExecutor();
                ExecutorService loops = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < senders; i++) {
                loops.execute(new Sender(budget, worker, loops, new AtomicInteger(each), sent, most));
            }
            await().until(() -> sent.get() == senders * each && budget.underWay() == 0);
        }
        assertThat(most.get()).isLessThan(8 + senders);
    }

    private record Sender(
            PublishBudget budget,
            ExecutorService worker,
            ExecutorService loop,
            AtomicInteger left,
            AtomicInteger sent,
            AtomicInteger most)
            implements Runnable {
        @Override
        public void run() {
            while (left.getAndDecrement() > 0) {
                boolean more = budget.take();
                most.accumulateAndGet(budget.underWay(), Math::max);
                sent.incrementAndGet();
                worker.execute(() -> budget.give(1));
                if (!more) {
                    budget.whenRoom(() -> loop.execute(this));
                    return;
                }
            }
        }
    }
}

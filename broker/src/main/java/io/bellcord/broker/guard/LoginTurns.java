package io.bellcord.broker.guard;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The logins that event loops verify by themselves: a few in each turn of a loop, and what was sent by clients that are
 * connected comes in between (docs/decisions/0011). No more wait than there are connections.
 */
final class LoginTurns {
    private static final int LOGINS_PER_TURN = 4;

    private final FastThreadLocal<Turn> turns = new FastThreadLocal<>() {
        @Override
        protected Turn initialValue() {
            return new Turn();
        }
    };

    /** Runs a login now or in one of the loop's next turns; called on the loop. */
    void take(EventExecutor loop, Runnable login) {
        turns.get().take(loop, login);
    }

    /** Of one loop, and confined to it. */
    private static final class Turn {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int taken;

        void take(EventExecutor loop, Runnable login) {
            if (taken == 0) {
                atNextTurn(loop);
            }
            if (taken < LOGINS_PER_TURN) {
                taken++;
                login.run();
            } else {
                waiting.add(login);
            }
        }

        private void next(EventExecutor loop) {
            taken = Math.min(LOGINS_PER_TURN, waiting.size());
            if (taken > 0) {
                atNextTurn(loop);
            }
            for (int i = 0; i < taken; i++) {
                waiting.remove().run();
            }
        }

        /** A task alone would run in this turn still: a loop works on tasks for as long as it has read. */
        private void atNextTurn(EventExecutor loop) {
            if (loop instanceof SingleThreadEventLoop turning) {
                turning.executeAfterEventLoopIteration(() -> turning.execute(() -> next(turning)));
            } else {
                loop.execute(() -> next(loop));
            }
        }
    }
}

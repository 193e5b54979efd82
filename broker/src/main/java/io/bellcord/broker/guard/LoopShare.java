package io.bellcord.broker.guard;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * How many logins an event loop may verify by itself in one turn: a few cost it less than to have them verified elsewhere,
 * and a storm of them would keep its other clients waiting.
 */
final class LoopShare {
    private static final int LOGINS_PER_TURN = 4;

    private final FastThreadLocal<int[]> taken = new FastThreadLocal<>() {
        @Override
        protected int[] initialValue() {
            return new int[1];
        }
    };

    /** Called on the loop; false once this turn's are used up. */
    boolean take(EventExecutor loop) {
        int[] count = taken.get();
        if (count[0] == 0) {
            loop.execute(() -> count[0] = 0); // tasks come after all that this turn has read
        }
        return count[0]++ < LOGINS_PER_TURN;
    }
}

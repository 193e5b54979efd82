package io.bellcord.broker.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits until the store's last locations are among a fleet's buses. Confined to the fleet's event loop. */
final class Loading {
    /** While the store hangs, say, they are not to pile up. */
    private static final int MOST_REFUSALS = 64;

    private List<Runnable> waiting = new ArrayList<>();
    private int refusals;
    private boolean done;

    boolean isDone() {
        return done;
    }

    /** @param loading that may have ended; what it brought is shown next */
    void done(CompletableFuture<Void> loading) {
        done = loading.isDone() && !loading.isCompletedExceptionally();
    }

    /** Waits for the end; true for the first who does. */
    boolean await(Runnable then) {
        waiting.add(then);
        return waiting.size() == 1;
    }

    boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** A refusal waits like those who may want it, behind them; false when too many do. */
    boolean awaitRefusal(Runnable then) {
        if (refusals == MOST_REFUSALS) {
            return false;
        }
        refusals++;
        return waiting.add(then);
    }

    /** In their order. */
    List<Runnable> takeWaiting() {
        List<Runnable> all = waiting;
        waiting = new ArrayList<>();
        refusals = 0;
        return all;
    }
}

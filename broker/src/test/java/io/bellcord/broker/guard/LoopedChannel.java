package io.bellcord.broker.guard;

import io.netty.channel.embedded.EmbeddedChannel;

/**
 * A channel whose tasks run between what happens, as on a real event loop; an {@link EmbeddedChannel} runs them within
 * each write, so that a connection could end in the middle of a handler's loop.
 */
final class LoopedChannel extends EmbeddedChannel {
    private boolean busy;

    /** Does something as one turn of the event loop. */
    void turn(Runnable work) {
        busy = true;
        try {
            work.run();
        } finally {
            busy = false;
        }
    }

    @Override
    public void runPendingTasks() {
        if (!busy) {
            turn(super::runPendingTasks);
        }
    }
}

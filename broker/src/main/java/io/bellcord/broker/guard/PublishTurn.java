package io.bellcord.broker.guard;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * Says to those that Moquette calls whether the event loop they are called on is handing it a publish, which needs no session: it
 * is done at once then, where Moquette would hand it to another thread (docs/decisions/0015). Hears of it when it is done.
 */
public final class PublishTurn {
    private enum Stage {
        NONE,
        HANDED_OVER,
        DONE
    }

    private final FastThreadLocal<Stage> stage = new FastThreadLocal<>() {
        @Override
        protected Stage initialValue() {
            return Stage.NONE;
        }
    };

    /** Whether what was handed over has been done. */
    boolean during(Runnable handOver) {
        stage.set(Stage.HANDED_OVER);
        try {
            handOver.run();
            return stage.get() == Stage.DONE;
        } finally {
            stage.set(Stage.NONE);
        }
    }

    /** Whether the calling thread does that right now. */
    public boolean isNow() {
        return stage.get() != Stage.NONE;
    }

    /** The publish that is handed over on the calling thread has been worked on. */
    public void done() {
        stage.set(Stage.DONE);
    }
}

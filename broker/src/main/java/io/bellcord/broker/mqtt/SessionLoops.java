package io.bellcord.broker.mqtt;

import io.bellcord.broker.guard.PublishTurn;
import io.moquette.broker.Server;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Moquette's session loops: threads, each with a queue of its own, that a session is bound to by the hash of its id.
 * Moquette keeps them to itself, so they are reached by reflection; a test holds it to the fields that this leans on
 * (docs/decisions/0007). Confined to one thread.
 */
final class SessionLoops {
    private final Thread[] threads;
    private final List<BlockingQueue<FutureTask<String>>> queues;
    private final UncaughtExceptionHandler onDeath;
    private final Constructor<? extends Thread> constructor;

    private SessionLoops(Thread[] threads, BlockingQueue<FutureTask<String>>[] queues, PublishTurn turn)
            throws ReflectiveOperationException {
        this.threads = threads;
        this.queues = List.of(queues);
        Arrays.setAll(queues, loop -> new PublishesAtOnce(this.queues.get(loop), turn));
        onDeath = threads[0].getUncaughtExceptionHandler();
        constructor = threads[0].getClass().getConstructor(BlockingQueue.class, int.class);
        constructor.setAccessible(true);
    }

    /** Moquette's, which are spared the publishes that may be done at once from now on. */
    @SuppressWarnings("unchecked") // Moquette's own array is made unchecked, too
    static SessionLoops of(Server moquette, PublishTurn turn) {
        try {
            Object group = inside(inside(moquette, "dispatcher"), "sessionLoops");
            return new SessionLoops(
                    (Thread[]) inside(group, "sessionExecutors"),
                    (BlockingQueue<FutureTask<String>>[]) inside(group, "sessionQueues"),
                    turn);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This is not the Moquette that Bellcord is made for", e);
        }
    }

    static Object inside(Object owner, String field) throws ReflectiveOperationException {
        Field found = owner.getClass().getDeclaredField(field);
        found.setAccessible(true);
        return found.get(owner);
    }

    int count() {
        return threads.length;
    }

    Thread thread(int loop) {
        return threads[loop];
    }

    /** The task that a loop is to take next; null when none waits. */
    @Nullable
    Object next(int loop) {
        return queues.get(loop).peek();
    }

    /** Gives a loop something to take. */
    void nudge(int loop) {
        queues.get(loop).offer(new FutureTask<>(() -> "nudge")); // where it is full, there is enough to take
    }

    /**
     * Has another thread go on with a loop's queue: no session and no task that waits is lost. The one before takes no more
     * tasks: a loop that was interrupted ends after the task it is in.
     */
    void replace(int loop) {
        Thread before = threads[loop];
        before.interrupt();
        try {
            Thread next = constructor.newInstance(queues.get(loop), loop);
            next.setName(before.getName());
            next.setDaemon(before.isDaemon());
            next.setUncaughtExceptionHandler(onDeath);
            threads[loop] = next;
            next.start();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This is not the Moquette that Bellcord is made for", e);
        }
    }
}

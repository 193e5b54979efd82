package io.bellcord.broker.mqtt;

import io.bellcord.broker.guard.PublishTurn;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future.State;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session loop's queue as Moquette sees it: what may be done at once is done on the thread that offers it, and never waits
 * for the loop (docs/decisions/0015). All else goes to the queue that the loop takes from.
 */
final class PublishesAtOnce extends AbstractQueue<FutureTask<String>> implements BlockingQueue<FutureTask<String>> {
    private static final Logger log = LoggerFactory.getLogger(PublishesAtOnce.class);

    private final BlockingQueue<FutureTask<String>> loops;
    private final PublishTurn turn;

    /** @param loops the queue that the loop takes from */
    PublishesAtOnce(BlockingQueue<FutureTask<String>> loops, PublishTurn turn) {
        this.loops = loops;
        this.turn = turn;
    }

    @Override
    public boolean offer(FutureTask<String> task) {
        if (!turn.isNow()) {
            return loops.offer(task);
        }
        task.run();
        if (task.state() == State.FAILED) { // a loop would die of it
            log.error("A publish was not taken in; this is a bug", task.exceptionNow());
        }
        return true;
    }

    @Override
    public boolean offer(FutureTask<String> task, long timeout, TimeUnit unit) throws InterruptedException {
        return loops.offer(task, timeout, unit);
    }

    @Override
    public void put(FutureTask<String> task) throws InterruptedException {
        loops.put(task);
    }

    @Override
    public FutureTask<String> take() throws InterruptedException {
        return loops.take();
    }

    @Override
    public @Nullable FutureTask<String> poll() {
        return loops.poll();
    }

    @Override
    public @Nullable FutureTask<String> poll(long timeout, TimeUnit unit) throws InterruptedException {
        return loops.poll(timeout, unit);
    }

    @Override
    public @Nullable FutureTask<String> peek() {
        return loops.peek();
    }

    @Override
    public int remainingCapacity() {
        return loops.remainingCapacity();
    }

    @Override
    public int drainTo(Collection<? super FutureTask<String>> to) {
        return loops.drainTo(to);
    }

    @Override
    public int drainTo(Collection<? super FutureTask<String>> to, int most) {
        return loops.drainTo(to, most);
    }

    @Override
    public Iterator<FutureTask<String>> iterator() {
        return loops.iterator();
    }

    @Override
    public int size() {
        return loops.size();
    }
}

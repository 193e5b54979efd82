package io.bellcord.broker.mqtt;

import io.moquette.broker.Server;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Moquette call its interceptors on the thread that has the news, and not on one for all, behind a queue
 * without a bound (docs/decisions/0015). Moquette keeps that thread to itself, so it is reached by reflection, as are the
 * {@link SessionLoops}. A loop dies of an exception: none gets out of here.
 */
final class SessionLoopInterceptors extends AbstractExecutorService {
    private static final Logger log = LoggerFactory.getLogger(SessionLoopInterceptors.class);

    /** Moquette's own: it may have been used by who was quicker than {@link #install}, and has no thread until then. */
    private final ExecutorService before;

    SessionLoopInterceptors(ExecutorService before) {
        this.before = before;
    }

    static void install(Server moquette) {
        try {
            Field interceptor = field(moquette, "interceptor");
            Object notifier = interceptor.get(moquette);
            Field executor = field(notifier, "executor");
            executor.set(notifier, new SessionLoopInterceptors((ExecutorService) executor.get(notifier)));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This is not the Moquette that Bellcord is made for", e);
        }
    }

    private static Field field(Object owner, String name) throws ReflectiveOperationException {
        Field found = owner.getClass().getDeclaredField(name);
        found.setAccessible(true);
        return found;
    }

    @Override
    public void execute(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException | Error e) {
            log.error("An interceptor failed; this is a bug", e);
        }
    }

    @Override
    public void shutdown() {
        before.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return before.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return before.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return before.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return before.awaitTermination(timeout, unit);
    }
}

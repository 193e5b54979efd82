package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Connects clients, some at a time. Of the loop's thread. */
final class Opening implements Client.Progress {
    private static final int AT_ONCE = 100;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Server server;
    private final Loop loop;
    private final Consumer<String> trouble;
    private final Deque<Client> waiting;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private int pending;

    /** @param trouble is told why a client is not let in, and later why it is disconnected */
    Opening(Server server, Loop loop, List<? extends Client> all, Consumer<String> trouble) {
        this.server = server;
        this.loop = loop;
        this.trouble = trouble;
        waiting = new ArrayDeque<>(all);
    }

    void more() {
        while (pending < AT_ONCE && !waiting.isEmpty()) {
            var client = waiting.remove();
            client.progress(this);
            pending++;
            loop.connect(server.address(client.identity().node(), waiting.size()), client);
        }
        if (pending == 0) {
            done.complete(true);
        }
    }

    @Override
    public void ready() {
        pending--;
        more();
    }

    @Override
    public void failed(String why) {
        trouble.accept(why);
        done.completeExceptionally(new BenchFailed(why));
    }

    /** On another thread: returns when all are let in. */
    void await() {
        try {
            done.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchFailed failed ? failed : new BenchFailed(e.toString());
        } catch (TimeoutException _) {
            throw new BenchFailed("clients were not let in within " + LONGEST.toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }
}

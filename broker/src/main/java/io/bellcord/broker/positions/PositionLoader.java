package io.bellcord.broker.positions;

import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the last locations that were stored before this process started into memory: all at the start, and those of
 * a provider that could not be loaded then, or came later, when someone first asks for them.
 */
public final class PositionLoader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PositionLoader.class);
    private static final int AT_ONCE = 8;

    private final LastLocations store;
    private final LastLocations memory;
    private final Consumer<Position> loaded;
    private final ConcurrentMap<ProviderId, CompletableFuture<Integer>> loads = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("position-loader-", 0).factory());

    /** @param loaded is handed each position that was newer than what memory held */
    public PositionLoader(LastLocations store, LastLocations memory, Consumer<Position> loaded) {
        this.store = store;
        this.memory = memory;
        this.loaded = loaded;
    }

    /**
     * What a load came to.
     *
     * @param buses how many last locations were loaded
     * @param failed providers whose store did not answer; asked again on first interest
     */
    public record Loaded(int buses, List<ProviderId> failed) {}

    /** Loads these providers and waits for it. Does not fail: the service can start without its store. */
    public Loaded loadAll(Collection<ProviderId> providers) {
        List<ProviderId> wanted = List.copyOf(providers);
        var started = wanted.stream().map(this::load).toList();
        started.forEach(load -> load.exceptionally(failure -> 0).join());
        int buses = started.stream()
                .filter(load -> !load.isCompletedExceptionally())
                .mapToInt(CompletableFuture::join)
                .sum();
        List<ProviderId> failed = wanted.stream()
                .filter(provider -> started.get(wanted.indexOf(provider)).isCompletedExceptionally())
                .toList();
        return logged(new Loaded(buses, failed));
    }

    /**
     * Loads the provider unless that is done or under way; all who ask meanwhile wait for the same load. A failed load
     * is tried again for whoever asks next.
     */
    public CompletableFuture<Void> ensureLoaded(ProviderId provider) {
        return load(provider).thenRun(() -> {}); // a future of the caller's own, to cancel as it likes
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Loaded logged(Loaded loaded) {
        log.info("Last locations loaded buses={} store={}", loaded.buses(), store);
        if (!loaded.failed().isEmpty()) {
            log.warn("Last locations not loaded, tried again on demand; check {} providers={}", store, loaded.failed());
        }
        return loaded;
    }

    private CompletableFuture<Integer> load(ProviderId provider) {
        return loads.computeIfAbsent(provider, id -> CompletableFuture.supplyAsync(() -> loadNow(provider), threads));
    }

    private int loadNow(ProviderId provider) {
        try {
            places.acquire();
            try {
                List<Position> kept = memory.recordAll(store.list(provider));
                kept.forEach(loaded);
                return kept.size();
            } finally {
                places.release();
            }
        } catch (RuntimeException e) {
            loads.remove(provider);
            log.debug("Last locations not loaded provider={}", provider, e);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("closed while loading", e);
        }
    }
}

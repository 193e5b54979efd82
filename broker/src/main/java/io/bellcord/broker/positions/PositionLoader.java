package io.bellcord.broker.positions;

import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the last locations of a provider from the store into memory, and tells the store what it has lost. */
public final class PositionLoader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PositionLoader.class);
    /** From one shard: a slow one keeps no others waiting. */
    private static final int AT_ONCE = 8;

    private final LastLocations store;
    private final LastLocations memory;
    private final Consumer<Position> loaded;
    private final Consumer<Position> missing;
    private final ConcurrentMap<ProviderId, CompletableFuture<Integer>> waiting = new ConcurrentHashMap<>();
    private final ConcurrentMap<Shard, Semaphore> places = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("position-loader-", 0).factory());

    /**
     * From a store into memory.
     *
     * @param loaded is handed each position that was newer than what memory held
     * @param missing is handed each position of memory that is newer than what the store held, as after a failover
     */
    public PositionLoader(
            LastLocations store, LastLocations memory, Consumer<Position> loaded, Consumer<Position> missing) {
        this.store = store;
        this.memory = memory;
        this.loaded = loaded;
        this.missing = missing;
    }

    /**
     * Loads a provider, in the background; how many positions were newer. Fails where the store does. Who asks while another load of
     * it has not begun gets that one, which finds as much: a channel that comes and goes does not pile up loads.
     */
    public CompletableFuture<Integer> load(ProviderId provider) {
        return waiting.computeIfAbsent(provider, this::begin).copy();
    }

    private CompletableFuture<Integer> begin(ProviderId provider) {
        return CompletableFuture.supplyAsync(() -> loadInTurn(provider), threads);
    }

    /** How many loads wait for their turn. */
    int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private int loadInTurn(ProviderId provider) {
        try {
            Semaphore ofShard = awaitTurn(provider);
            try {
                return loadNow(provider);
            } finally {
                ofShard.release();
            }
        } catch (RuntimeException e) {
            log.debug("Last locations not loaded provider={}", provider, e);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("closed while loading", e);
        }
    }

    private Semaphore awaitTurn(ProviderId provider) throws InterruptedException {
        try {
            Semaphore ofShard = places.computeIfAbsent(store.shardOf(provider), _ -> new Semaphore(AT_ONCE));
            ofShard.acquire();
            return ofShard;
        } finally {
            waiting.remove(provider); // what changes from here on may not be found
        }
    }

    private int loadNow(ProviderId provider) {
        List<Position> stored = store.list(provider);
        List<Position> kept = memory.recordAll(stored);
        kept.forEach(loaded);
        Map<BusKey, Position> byBus =
                stored.stream().collect(Collectors.toMap(Position::bus, Function.identity(), (one, _) -> one));
        memory.list(provider).stream()
                .filter(position -> position.isNewerThan(byBus.get(position.bus())))
                .forEach(missing);
        return kept.size();
    }
}

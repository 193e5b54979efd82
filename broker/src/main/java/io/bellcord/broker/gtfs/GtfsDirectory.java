package io.bellcord.broker.gtfs;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.Listener;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GTFS of every provider that has loaded one, in memory. PostgreSQL tells of imports, which show within a second or
 * as long as reading them takes; should word of one be lost, within a minute. While PostgreSQL is away what was read last is
 * kept. Safe for use by many threads.
 */
public final class GtfsDirectory implements AutoCloseable {
    /** What the trigger of V012 notifies. */
    static final String CHANNEL = "bellcord_gtfs";

    private static final Logger log = LoggerFactory.getLogger(GtfsDirectory.class);

    private static final Duration SAFETY_NET = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final GtfsRepository repository;
    private final ConcurrentMap<ProviderId, ProviderGtfs> providers = new ConcurrentHashMap<>();
    private final List<Consumer<ProviderId>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore told = new Semaphore(0);
    private final Thread refresher;
    private final Listener listener;
    private volatile boolean failing;
    private volatile boolean closed;

    private GtfsDirectory(Database database) {
        repository = new GtfsRepository(database);
        readChanged();
        refresher = Thread.ofVirtual().name("gtfs-directory").unstarted(this::run);
        listener = database.listen(CHANNEL, new Listener.Ear() {
            @Override
            public void hear(String payload) {
                told.release();
            }

            @Override
            public void mayHaveMissed() {
                told.release();
            }
        });
    }

    /** Reads all there are and keeps them fresh until closed; throws if PostgreSQL does not answer. */
    public static GtfsDirectory open(Database database) {
        var directory = new GtfsDirectory(database);
        directory.refresher.start();
        return directory;
    }

    /** Empty where the provider has loaded none. */
    public Optional<ProviderGtfs> find(ProviderId provider) {
        return Optional.ofNullable(providers.get(provider));
    }

    /** From now on called with each provider that has another one, or none any more; on the directory's own thread. */
    public void onChange(Consumer<ProviderId> consumer) {
        listeners.add(consumer);
    }

    private void run() {
        Steady.loop(() -> closed, "GTFS was not refreshed", () -> {
            Duration wait = failing ? RETRY : SAFETY_NET;
            if (told.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                told.drainPermits();
            }
            refresh();
        });
    }

    private void refresh() {
        try {
            readChanged();
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing && !closed) {
                log.warn("GTFS not refreshed; what was read last is kept, and it is tried again", e);
            }
            failing = true;
        }
    }

    private void readChanged() {
        Map<ProviderId, Instant> imports = repository.listImports();
        providers.keySet().stream().filter(known -> !imports.containsKey(known)).forEach(gone -> {
            providers.remove(gone);
            tell(gone);
        });
        imports.forEach((provider, importedAt) -> {
            ProviderGtfs known = providers.get(provider);
            if (known == null || !known.importedAt().equals(importedAt)) {
                read(provider);
            }
        });
    }

    private void read(ProviderId provider) {
        repository.find(provider).ifPresent(gtfs -> {
            providers.put(provider, gtfs);
            log.info(
                    "GTFS read provider={} routes={} stops={} trips={}",
                    provider,
                    gtfs.routes().size(),
                    gtfs.stops().size(),
                    gtfs.tripCount());
            tell(provider);
        });
    }

    private void tell(ProviderId provider) {
        for (Consumer<ProviderId> one : listeners) {
            try {
                one.accept(provider);
            } catch (RuntimeException e) {
                log.error("A listener failed on a change of GTFS", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        listener.close();
        refresher.interrupt();
        try {
            refresher.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

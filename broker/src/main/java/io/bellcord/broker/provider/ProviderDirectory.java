package io.bellcord.broker.provider;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.Listener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All providers in memory, so that letting a client in asks no database. PostgreSQL tells of changes, which show
 * within a second; should word of one be lost, it shows within a minute. While PostgreSQL is away the last
 * providers read are kept. Safe for use by many threads.
 */
public final class ProviderDirectory implements AutoCloseable {
    /** What the triggers of the migrations notify. */
    static final String CHANNEL = "bellcord_directory";

    private static final Logger log = LoggerFactory.getLogger(ProviderDirectory.class);

    private static final Duration SAFETY_NET = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Database database;
    private final ProviderRepository repository;
    private final Clock clock;
    private final List<Consumer<Providers>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore changes = new Semaphore(0);
    private final Thread refresher;
    private final Listener listener;
    private volatile boolean closed;
    /** Written by the refresher alone. */
    private volatile State state;

    private record State(
            Providers providers,
            Instant refreshedAt,
            @Nullable Instant failingSince) {}

    private ProviderDirectory(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        repository = new ProviderRepository(database);
        state = new State(new Providers(repository.list()), clock.instant(), null);
        refresher = Thread.ofVirtual().name("provider-directory").unstarted(this::run);
        listener = database.listen(CHANNEL, changes::release);
    }

    /** Reads all providers and keeps them fresh until closed; throws if PostgreSQL does not answer. */
    public static ProviderDirectory open(Database database, Clock clock) {
        var directory = new ProviderDirectory(database, clock);
        directory.refresher.start();
        return directory;
    }

    public Providers providers() {
        return state.providers();
    }

    /** When the providers were last read, changed or not. */
    public Instant refreshedAt() {
        return state.refreshedAt();
    }

    /** Since when they could not be read; empty while all is well. */
    public Optional<Instant> failingSince() {
        return Optional.ofNullable(state.failingSince());
    }

    /** From now on called with all providers after each change, on the directory's own thread. */
    public void onChange(Consumer<Providers> listener) {
        listeners.add(listener);
    }

    private void run() {
        try {
            while (!closed) {
                Duration wait = state.failingSince() == null ? SAFETY_NET : RETRY;
                boolean told = changes.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
                changes.drainPermits(); // several changes at once need one reading
                log.debug("Reading providers told={}", told);
                refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by close(), which has set closed
        }
    }

    private void refresh() {
        try {
            read();
        } catch (RuntimeException e) {
            if (!closed) {
                keep(e);
            }
        }
    }

    private void read() {
        State before = state;
        var read = new Providers(repository.list());
        boolean changed = !read.equals(before.providers());
        // Those of before if they are the same: what others have worked out from them stays right.
        state = new State(changed ? read : before.providers(), clock.instant(), null);
        if (before.failingSince() != null) {
            log.info("Providers refreshed again failedSince={}", before.failingSince());
        }
        if (changed) {
            log.info("Providers changed providers={}", read.list().size());
            listeners.forEach(listener -> tell(listener, read));
        }
    }

    private static void tell(Consumer<Providers> listener, Providers providers) {
        try {
            listener.accept(providers);
        } catch (RuntimeException e) {
            log.error("A listener failed on a change of providers", e);
        }
    }

    private void keep(RuntimeException e) {
        State before = state;
        if (before.failingSince() == null) {
            state = new State(before.providers(), before.refreshedAt(), clock.instant());
            log.warn(
                    "Providers not refreshed since={} kept={}; check PostgreSQL at {}",
                    before.refreshedAt(),
                    before.providers().list().size(),
                    database.settings().address(),
                    e);
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

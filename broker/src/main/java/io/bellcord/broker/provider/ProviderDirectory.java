package io.bellcord.broker.provider;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.Listener;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final CredentialRepository credentials;
    private final Clock clock;
    private final List<Consumer<Providers>> listeners = new CopyOnWriteArrayList<>();
    private final DirectoryChanges changes = new DirectoryChanges();
    private final Thread refresher;
    private final Listener listener;
    private volatile boolean closed;
    /** Written by the refresher alone. */
    private volatile State state;

    /** Up to when moments at which something begins or ends have been told of; the refresher's alone. */
    private Instant lookedAt;

    private Instant readAllAt;

    private record State(
            Providers providers,
            Instant refreshedAt,
            @Nullable Instant failingSince) {}

    private ProviderDirectory(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        repository = new ProviderRepository(database);
        credentials = new CredentialRepository(database);
        lookedAt = clock.instant();
        readAllAt = lookedAt;
        state = new State(readAll(), lookedAt, null);
        refresher = Thread.ofVirtual().name("provider-directory").unstarted(this::run);
        listener = database.listen(CHANNEL, changes);
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

    /**
     * From now on called with all providers after each change of what they allow, on the directory's own thread; the
     * begin and the end of a key or a credential is one too.
     */
    public void onChange(Consumer<Providers> listener) {
        listeners.add(listener);
    }

    private void run() {
        Steady.loop(() -> closed, "Providers may not be what PostgreSQL says", () -> {
            refresh(changes.await(untilNextLook()));
            tellOfMoments();
        });
    }

    private Duration untilNextLook() {
        Instant now = clock.instant();
        Duration wait = state.failingSince() == null ? SAFETY_NET : RETRY;
        return providers()
                .nextMoment(lookedAt)
                .map(moment -> Duration.between(now, moment).plusMillis(1))
                .filter(untilMoment -> untilMoment.compareTo(wait) < 0)
                .map(untilMoment -> untilMoment.isNegative() ? Duration.ZERO : untilMoment)
                .orElse(wait);
    }

    /** What the providers allow may change without word of PostgreSQL, when a moment passes that they name. */
    private void tellOfMoments() {
        Instant now = clock.instant();
        boolean passed = providers()
                .nextMoment(lookedAt)
                .filter(moment -> !moment.isAfter(now))
                .isPresent();
        lookedAt = now;
        if (passed) {
            tellAll(providers());
        }
    }

    private void refresh(DirectoryChanges.Reading reading) {
        boolean due = !clock.instant().isBefore(readAllAt.plus(state.failingSince() == null ? SAFETY_NET : RETRY));
        try {
            // What a reading that failed was to read is forgotten: so all of it, once one goes well again.
            boolean mayHaveMissed = reading.everything || (state.failingSince() != null && !reading.isEmpty());
            if (due || mayHaveMissed) {
                readAllAt = clock.instant();
                take(readAll());
            } else if (!reading.isEmpty()) {
                take(readSome(reading));
            }
        } catch (RuntimeException | Error e) { // what was to be read must be remembered, whatever went wrong
            if (!closed) {
                keep(e);
            }
        }
    }

    private Providers readAll() {
        Map<ProviderId, Credentials> all = credentials.listAll();
        return new Providers(repository.list().stream()
                .map(one -> one.withCredentials(all.getOrDefault(one.id(), Credentials.none())))
                .toList());
    }

    private Providers readSome(DirectoryChanges.Reading reading) {
        Providers read = providers();
        for (ProviderId id : reading.providers) {
            Credentials kept = read.find(id).map(Provider::credentials).orElse(Credentials.none());
            read = read.with(id, repository.find(id).map(one -> one.withCredentials(kept)));
        }
        for (var entry : reading.credentials.entrySet()) {
            Optional<Provider> owner = read.find(entry.getKey());
            read = read.with(entry.getKey(), owner.map(one -> withChanged(one, entry.getValue())));
        }
        return read;
    }

    private Provider withChanged(Provider provider, Set<CredentialHash> changed) {
        return provider.withCredentials(
                provider.credentials().with(changed, credentials.listSome(provider.id(), changed)));
    }

    private void take(Providers read) {
        State before = state;
        boolean changed = !read.equals(before.providers());
        // Those of before if they are the same: what others have worked out from them stays right.
        state = new State(changed ? read : before.providers(), clock.instant(), null);
        if (before.failingSince() != null) {
            log.info("Providers refreshed again failedSince={}", before.failingSince());
        }
        if (changed) {
            log.debug("Providers changed providers={}", read.list().size());
            tellAll(read);
        }
    }

    private void tellAll(Providers providers) {
        listeners.forEach(listener -> tell(listener, providers));
    }

    private static void tell(Consumer<Providers> listener, Providers providers) {
        try {
            listener.accept(providers);
        } catch (RuntimeException e) {
            log.error("A listener failed on a change of providers", e);
        }
    }

    private void keep(Throwable e) {
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

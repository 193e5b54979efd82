package io.bellcord.broker.provider;

import io.bellcord.broker.provider.CredentialRepository.Listed;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.transit.BusKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;

/** What a running broker does for an operator with the credentials of trackers. What cannot be done is a {@link RefusedException}. */
public final class TrackerCredentials {
    private final CredentialRepository repository;
    private final CredentialKey key;
    private final Clock clock;

    /** A new credential, whose secret nobody will see again. */
    public record Issued(TrackerSecret secret, Optional<Instant> notAfter) {}

    public TrackerCredentials(CredentialRepository repository, CredentialKey key, Clock clock) {
        this.repository = repository;
        this.key = key;
        this.clock = clock;
    }

    /** The newest first; ended ones too. */
    public List<Listed> list(BusKey bus) {
        return answered(() -> repository.list(bus.provider(), Optional.of(bus.bus())));
    }

    /**
     * Makes one.
     *
     * @param lifetime empty for ever
     * @param replace ends those that the bus has
     * @param actor who does it, for the audit
     */
    public Issued issue(BusKey bus, Optional<Duration> lifetime, boolean replace, String actor) {
        Instant now = clock.instant();
        TrackerSecret secret = TrackerSecret.random();
        var credential = new TrackerCredential(key.hash(secret), bus.bus(), lifetime.map(now::plus));
        return answered(() -> {
            repository.by(actor).add(bus.provider(), credential, replace, now);
            return new Issued(secret, credential.notAfter());
        });
    }

    /** Ends one, by its id; returns how many that were. */
    public int revoke(BusKey bus, String id, String actor) {
        return answered(() -> repository.by(actor).revoke(bus.provider(), bus.bus(), Optional.of(id), clock.instant()));
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException e) {
            throw new RefusedException(Reason.DATABASE_UNAVAILABLE, "PostgreSQL does not answer; try again");
        }
    }
}

package io.bellcord.broker.provider;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider's tracker credentials, ended ones too. Immutable, and as small as can be: there may be a hundred thousand,
 * found by bisection.
 */
public final class Credentials {
    private static final Credentials NONE = new Credentials(new TrackerCredential[0]);

    private final TrackerCredential[] byHash;

    private Credentials(TrackerCredential[] byHash) {
        this.byHash = byHash;
    }

    public static Credentials none() {
        return NONE;
    }

    public static Credentials of(Collection<TrackerCredential> credentials) {
        return credentials.isEmpty()
                ? NONE
                : new Credentials(credentials.stream()
                        .sorted(Comparator.comparing(TrackerCredential::hash))
                        .toArray(TrackerCredential[]::new));
    }

    public Optional<TrackerCredential> find(CredentialHash hash) {
        int low = 0;
        int high = byHash.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = byHash[middle].hash().compareTo(hash);
            if (order == 0) {
                return Optional.of(byHash[middle]);
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** The same with those of {@code changed} as they are {@code now}; those that are not there now are gone. */
    Credentials with(Set<CredentialHash> changed, Collection<TrackerCredential> now) {
        Map<CredentialHash, TrackerCredential> come = new TreeMap<>();
        now.forEach(credential -> come.put(credential.hash(), credential));
        Stream<TrackerCredential> stayed =
                Arrays.stream(byHash).filter(credential -> !changed.contains(credential.hash()));
        return of(Stream.concat(stayed, come.values().stream()).toList());
    }

    public int size() {
        return byHash.length;
    }

    /** When the next of them ends. */
    Optional<Instant> nextEnd(Instant now) {
        return Arrays.stream(byHash)
                .flatMap(credential -> credential.notAfter().stream())
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Credentials credentials && Arrays.equals(byHash, credentials.byHash));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(byHash);
    }

    @Override
    public String toString() {
        return byHash.length + " credentials";
    }
}

package io.bellcord.broker.provider;

import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A company that runs buses: the tenant.
 *
 * @param enabled false: nobody connects
 * @param publicRead whether riders need no password
 * @param keys the newest first; past and future ones too
 * @param authorities whose certificates let its trackers in
 * @param credentials of its trackers
 * @param revocations what no longer counts although it has not expired
 */
public record Provider(
        ProviderId id,
        String name,
        boolean enabled,
        boolean publicRead,
        List<ProviderKey> keys,
        ClientAuthorities authorities,
        Credentials credentials,
        Revocations revocations) {
    public Provider {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a provider's name must not be empty: " + id);
        }
        keys = List.copyOf(keys);
    }

    /** One without authorities, credentials and revocations. */
    public Provider(ProviderId id, String name, boolean enabled, boolean publicRead, List<ProviderKey> keys) {
        this(id, name, enabled, publicRead, keys, ClientAuthorities.none(), Credentials.none(), Revocations.none());
    }

    public Provider withAuthorities(ClientAuthorities others) {
        return new Provider(id, name, enabled, publicRead, keys, others, credentials, revocations);
    }

    public Provider withCredentials(Credentials others) {
        return new Provider(id, name, enabled, publicRead, keys, authorities, others, revocations);
    }

    public Provider withRevocations(Revocations others) {
        return new Provider(id, name, enabled, publicRead, keys, authorities, credentials, others);
    }

    public Optional<ProviderKey> findKey(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** The keys that count now, the newest first. */
    public List<ProviderKey> activeKeys(Instant now) {
        return keys.stream().filter(key -> key.isActive(now)).toList();
    }

    /** When the next of its keys or credentials begins or ends. */
    Optional<Instant> nextMoment(Instant now) {
        Stream<Instant> ofKeys = keys.stream()
                .flatMap(key -> Stream.concat(key.notBefore().stream(), key.notAfter().stream()))
                .filter(now::isBefore);
        return Stream.concat(ofKeys, credentials.nextEnd(now).stream()).min(Comparator.naturalOrder());
    }
}

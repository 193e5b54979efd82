package io.bellcord.broker.provider;

import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A company that runs buses: the tenant.
 *
 * @param enabled false: nobody connects
 * @param publicRead whether riders need no password
 * @param keys the newest first; past and future ones too
 * @param authorities whose certificates let its trackers in
 */
public record Provider(
        ProviderId id,
        String name,
        boolean enabled,
        boolean publicRead,
        List<ProviderKey> keys,
        ClientAuthorities authorities) {
    public Provider {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a provider's name must not be empty: " + id);
        }
        keys = List.copyOf(keys);
    }

    /** One whose trackers have no certificates. */
    public Provider(ProviderId id, String name, boolean enabled, boolean publicRead, List<ProviderKey> keys) {
        this(id, name, enabled, publicRead, keys, ClientAuthorities.none());
    }

    public Provider withAuthorities(ClientAuthorities others) {
        return new Provider(id, name, enabled, publicRead, keys, others);
    }

    public Optional<ProviderKey> findKey(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** The keys that count now, the newest first. */
    public List<ProviderKey> activeKeys(Instant now) {
        return keys.stream().filter(key -> key.isActive(now)).toList();
    }
}

package io.bellcord.broker.provider;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose certificates let trackers of one provider in.
 *
 * @param list the newest first; expired ones too
 * @param revoked certificates that no longer do, by fingerprint
 */
public record ClientAuthorities(List<ClientAuthority> list, Set<String> revoked) {
    private static final ClientAuthorities NONE = new ClientAuthorities(List.of(), Set.of());

    public ClientAuthorities {
        list = List.copyOf(list);
        revoked = Set.copyOf(revoked);
    }

    public static ClientAuthorities none() {
        return NONE;
    }

    public Optional<ClientAuthority> find(String fingerprint) {
        return list.stream()
                .filter(one -> one.fingerprint().equals(fingerprint))
                .findFirst();
    }

    public boolean isRevoked(String fingerprint) {
        return revoked.contains(fingerprint);
    }
}

package io.bellcord.broker.provider;

import java.util.List;
import java.util.Optional;

/**
 * Whose certificates let trackers of one provider in.
 *
 * @param list the newest first; expired ones too
 */
public record ClientAuthorities(List<ClientAuthority> list) {
    private static final ClientAuthorities NONE = new ClientAuthorities(List.of());

    public ClientAuthorities {
        list = List.copyOf(list);
    }

    public static ClientAuthorities none() {
        return NONE;
    }

    public Optional<ClientAuthority> find(String fingerprint) {
        return list.stream()
                .filter(one -> one.fingerprint().equals(fingerprint))
                .findFirst();
    }
}

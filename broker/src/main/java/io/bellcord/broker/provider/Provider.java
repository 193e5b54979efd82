package io.bellcord.broker.provider;

import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A company that runs buses: the tenant.
 *
 * @param enabled false: nobody connects
 * @param publicRead whether riders need no password
 * @param minInterval the shortest time between two frames for riders who do not say; empty: the broker's default
 * @param keys the newest first; past and future ones too
 * @param authorities whose certificates let its trackers in
 * @param credentials of its trackers
 * @param revocations what no longer counts although it has not expired
 * @param busNames what people call those of its buses that have a name beside their id
 */
public record Provider(
        ProviderId id,
        String name,
        boolean enabled,
        boolean publicRead,
        Optional<Duration> minInterval,
        List<ProviderKey> keys,
        ClientAuthorities authorities,
        Credentials credentials,
        Revocations revocations,
        Map<BusId, String> busNames) {
    /** That a rider may ask for, too. */
    public static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    public Provider {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a provider's name must not be empty: " + id);
        }
        minInterval.ifPresent(Provider::requireInterval);
        keys = List.copyOf(keys);
        busNames = Map.copyOf(busNames);
    }

    /** One that leaves the interval to the broker, without authorities, credentials, revocations and names of buses. */
    public Provider(ProviderId id, String name, boolean enabled, boolean publicRead, List<ProviderKey> keys) {
        this(
                id,
                name,
                enabled,
                publicRead,
                Optional.empty(),
                keys,
                ClientAuthorities.none(),
                Credentials.none(),
                Revocations.none(),
                Map.of());
    }

    private static void requireInterval(Duration interval) {
        if (interval.isNegative() || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("minInterval must be 0 to " + LONGEST_INTERVAL + " but is " + interval);
        }
    }

    public Provider withMinInterval(Optional<Duration> other) {
        return new Provider(
                id, name, enabled, publicRead, other, keys, authorities, credentials, revocations, busNames);
    }

    public Provider withAuthorities(ClientAuthorities others) {
        return new Provider(
                id, name, enabled, publicRead, minInterval, keys, others, credentials, revocations, busNames);
    }

    public Provider withCredentials(Credentials others) {
        return new Provider(
                id, name, enabled, publicRead, minInterval, keys, authorities, others, revocations, busNames);
    }

    public Provider withRevocations(Revocations others) {
        return new Provider(
                id, name, enabled, publicRead, minInterval, keys, authorities, credentials, others, busNames);
    }

    public Provider withBusNames(Map<BusId, String> others) {
        return new Provider(
                id, name, enabled, publicRead, minInterval, keys, authorities, credentials, revocations, others);
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

package io.bellcord.broker.provider;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All providers at one moment. Immutable: who holds one sees no change. */
public final class Providers {
    private final List<Provider> list;
    private final Map<ProviderId, Provider> byId;

    public Providers(List<Provider> providers) {
        list = providers.stream().sorted(Comparator.comparing(Provider::id)).toList();
        byId = list.stream().collect(toUnmodifiableMap(Provider::id, Function.identity()));
    }

    public Optional<Provider> find(ProviderId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The same with one of them as it is now; empty if it is gone. */
    Providers with(ProviderId id, Optional<Provider> now) {
        Stream<Provider> others = list.stream().filter(one -> !one.id().equals(id));
        return new Providers(Stream.concat(others, now.stream()).toList());
    }

    /** When what they allow changes by itself, because a key or a credential begins or ends. */
    Optional<Instant> nextMoment(Instant now) {
        return list.stream().flatMap(one -> one.nextMoment(now).stream()).min(Comparator.naturalOrder());
    }

    /** In the order of their ids; disabled ones too. */
    public List<Provider> list() {
        return list;
    }

    /** How many are enabled, or are not. */
    public long count(boolean enabled) {
        return list.stream().filter(one -> one.enabled() == enabled).count();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Providers providers && list.equals(providers.list));
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }

    @Override
    public String toString() {
        return list.toString();
    }
}

package io.bellcord.broker.topic;

import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.util.Optional;
import java.util.Set;

/**
 * A topic filter under {@code bus/}: which of one provider's buses, and what of them.
 *
 * @param bus one bus; empty for all of the provider
 * @param kinds which of a bus's topics it covers
 */
public record BusFilter(ProviderId provider, Optional<BusId> bus, Set<Kind> kinds) implements TopicFilter {
    /** The topics of a bus. */
    public enum Kind {
        POSITION,
        STATE,
        REFUSED
    }

    public BusFilter {
        kinds = Set.copyOf(kinds);
    }

    public boolean covers(BusId other) {
        return bus.isEmpty() || bus.get().equals(other);
    }
}

package io.bellcord.broker.positions;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.util.List;
import java.util.Optional;

/**
 * The newest position of every bus, by fix time. A bus without a fix for the retention time is forgotten: neither
 * found nor listed. Safe for use by many threads.
 */
public interface LastLocations extends AutoCloseable {
    /** Keeps each position newer than the one held; returns those kept, in the order given. */
    List<Position> recordAll(List<Position> positions);

    Optional<Position> find(BusKey bus);

    /** All buses of a provider, in no order. */
    List<Position> list(ProviderId provider);

    @Override
    void close();
}

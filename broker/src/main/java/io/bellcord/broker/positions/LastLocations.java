package io.bellcord.broker.positions;

import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The newest position of every bus, by fix time. A bus without a fix for the retention time is forgotten: neither
 * found nor listed. Safe for use by many threads.
 */
public interface LastLocations extends AutoCloseable {
    /** Of this process: for the live feed. Never blocks. */
    static LastLocations inMemory(Duration retention, Clock clock) {
        return new InMemoryLastLocations(retention, clock);
    }

    /**
     * Of all processes that share this Redis. Every call waits for the network, and may fail with its exception. What is
     * kept is announced to the others on the channel of its provider.
     */
    static LastLocations in(
            Redis redis, Announcements announcements, Duration retention, Clock clock, MeterRegistry meters) {
        return new RedisLastLocations(redis, announcements, retention, clock, meters);
    }

    /** Keeps each position newer than the one held; returns those kept, in the order given. */
    List<Position> recordAll(List<Position> positions);

    /** Keeps the position if it is newer than the one held; whether it was. */
    default boolean record(Position position) {
        return !recordAll(List.of(position)).isEmpty();
    }

    Optional<Position> find(BusKey bus);

    /** All buses of a provider, in no order. */
    List<Position> list(ProviderId provider);

    /** How many buses of a provider take memory; of those that are forgotten some may be among them. */
    default int count(ProviderId provider) {
        return list(provider).size();
    }

    /** Where a provider's are, by what is known: providers of one shard are slow together, or away together. Never blocks. */
    default Shard shardOf(ProviderId provider) {
        return Shard.UNKNOWN;
    }

    /** Frees the memory of what is forgotten; how many that was. To be called now and then. */
    int purge();

    @Override
    void close();
}

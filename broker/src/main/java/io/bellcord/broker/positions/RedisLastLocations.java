package io.bellcord.broker.positions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.positions.RecordScript.Call;
import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.ServiceStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Two keys for each provider's buses, of one hash slot: the positions, which expire by themselves, and a sorted set
 * that lists them by fix time, so that nobody needs KEYS or SCAN.
 */
final class RedisLastLocations implements LastLocations {
    /** So many at a time: Redis answers nobody else while it runs a script or an MGET. */
    private static final int CHUNK = 500;

    private final Redis redis;
    private final Duration retention;
    private final Clock clock;
    private final Counter corrupt;
    private final Counter announced;
    private final Announcements announcements;
    private final byte[] header;
    private final RecordScript script = RecordScript.load();

    RedisLastLocations(
            Redis redis, Announcements announcements, Duration retention, Clock clock, MeterRegistry meters) {
        this.redis = redis;
        this.announcements = announcements;
        this.header = announcements.header();
        this.retention = retention;
        this.clock = clock;
        this.corrupt = Counter.builder("bellcord.redis.corrupt")
                .description("Last locations in Redis that could not be read and were passed over")
                .register(meters);
        this.announced = Counter.builder("bellcord.cluster.out")
                .description("Positions of this node that Redis kept and announced to the others")
                .register(meters);
    }

    @Override
    public List<Position> recordAll(List<Position> positions) {
        var kept = new BitSet(positions.size());
        Map<Shard, List<Batch>> byShard =
                batches(positions).stream().collect(Collectors.groupingBy(batch -> shardOf(batch.provider())));
        byShard.values().forEach(batches -> record(batches, kept));
        announced.increment(kept.cardinality());
        return kept.stream().mapToObj(positions::get).toList();
    }

    private void record(List<Batch> batches, BitSet kept) {
        List<List<Boolean>> answers =
                script.runAll(redis, batches.stream().map(this::toCall).toList());
        for (int i = 0; i < batches.size(); i++) {
            batches.get(i).markKept(answers.get(i), kept);
        }
    }

    @Override
    public Shard shardOf(ProviderId provider) {
        return redis.shardOf(Announcements.channel(provider));
    }

    /**
     * Positions of one provider, which is of one hash slot.
     *
     * @param places where each stands in the list that was given
     */
    private record Batch(ProviderId provider, List<Position> positions, List<Integer> places) {
        static Batch of(ProviderId provider) {
            return new Batch(provider, new ArrayList<>(), new ArrayList<>());
        }

        void markKept(List<Boolean> answers, BitSet kept) {
            for (int i = 0; i < answers.size(); i++) {
                kept.set(places.get(i), answers.get(i));
            }
        }
    }

    @Override
    public Optional<Position> find(BusKey bus) {
        return Optional.ofNullable(redis.commands()
                        .get(lastLocation(bus.provider(), bus.bus().value())))
                .flatMap(json -> decode(bus.provider(), json))
                .filter(position -> position.fixTime().isAfter(forgottenUpTo()));
    }

    @Override
    public List<Position> list(ProviderId provider) {
        double forgotten = forgottenUpTo().toEpochMilli(); // below 2^53, so exactly
        var remembered = ZRangeParams.zrangeByScoreParams(forgotten, Double.POSITIVE_INFINITY);
        List<byte[]> buses = redis.commands().zrange(seen(provider), remembered);
        return IntStream.iterate(0, from -> from < buses.size(), from -> from + CHUNK)
                .mapToObj(from -> buses.subList(from, Math.min(from + CHUNK, buses.size())))
                .flatMap(chunk -> read(provider, chunk))
                .toList();
    }

    /** Redis does that by itself. */
    @Override
    public int purge() {
        return 0;
    }

    /** The connection is its opener's. */
    @Override
    public void close() {}

    /** For logs. */
    @Override
    public String toString() {
        return "redis://" + redis;
    }

    private Stream<Position> read(ProviderId provider, List<byte[]> buses) {
        byte[][] keys = buses.stream()
                .map(bus -> lastLocation(provider, new String(bus, UTF_8)))
                .toArray(byte[][]::new);
        Instant forgotten = forgottenUpTo();
        return redis.commands().mget(keys).stream()
                .flatMap(json -> decode(provider, json).stream())
                .filter(position -> position.fixTime().isAfter(forgotten));
    }

    /** Empty for one that expired in between, and for one that cannot be read. */
    private Optional<Position> decode(ProviderId provider, byte @Nullable [] json) {
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(PositionJson.decode(provider, json));
        } catch (CorruptPosition e) {
            corrupt.increment();
            return Optional.empty();
        }
    }

    /** One provider each, and none larger than a chunk. */
    private static List<Batch> batches(List<Position> positions) {
        Map<ProviderId, Batch> open = new HashMap<>();
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            ProviderId provider = positions.get(i).bus().provider();
            Batch batch = open.get(provider);
            if (batch == null || batch.positions().size() == CHUNK) {
                batch = Batch.of(provider);
                batches.add(batch);
                open.put(provider, batch);
            }
            batch.positions().add(positions.get(i));
            batch.places().add(i);
        }
        return batches;
    }

    private Call toCall(Batch batch) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> arguments = new ArrayList<>();
        keys.add(seen(batch.provider()));
        arguments.add(bytes(retention.toSeconds()));
        arguments.add(bytes(forgottenUpTo().minus(retention).toEpochMilli())); // our clock may be ahead of the others'
        arguments.add(Announcements.channel(batch.provider()).getBytes(UTF_8));
        arguments.add(header);
        for (Position position : batch.positions()) {
            keys.add(lastLocation(batch.provider(), position.bus().bus().value()));
            arguments.add(position.bus().bus().value().getBytes(UTF_8));
            arguments.add(bytes(position.fixTime().toEpochMilli()));
            arguments.add(PositionJson.encode(position, stateWhenNew(position)));
            arguments.add(announcements.entry(position));
        }
        return new Call(keys, arguments);
    }

    /** For those who read Redis directly; our own readers work it out from the time. */
    private static BusState stateWhenNew(Position position) {
        return position.status() == ServiceStatus.OUT ? BusState.OUT_OF_SERVICE : BusState.LIVE;
    }

    private Instant forgottenUpTo() {
        return clock.instant().minus(retention);
    }

    // Braces are Redis Cluster's hash tag: all of a provider is in one slot.

    private static byte[] lastLocation(ProviderId provider, String bus) {
        return ("bus:{" + provider + "}:" + bus + ":lastlocation").getBytes(UTF_8);
    }

    private static byte[] seen(ProviderId provider) {
        return ("bus:{" + provider + "}:seen").getBytes(UTF_8);
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}

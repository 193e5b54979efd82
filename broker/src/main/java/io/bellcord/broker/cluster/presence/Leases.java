package io.bellcord.broker.cluster.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;

import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Says, in Redis, that buses have a tracker connected: each for a while, which whoever has the tracker prolongs. What a node
 * said that died runs out by itself; by Redis' clock, so that no node's own matters.
 */
final class Leases {
    /** So many at a time: Redis answers nobody else while it runs a script. */
    private static final int CHUNK = 500;

    private static final Logger log = LoggerFactory.getLogger(Leases.class);

    private final Redis redis;
    private final byte[] prolong = script("prolong.lua");
    private final byte[] remaining = script("remaining.lua");

    Leases(Redis redis) {
        this.redis = redis;
    }

    /** Buses of one provider, which is of one hash slot. */
    private record Chunk(ProviderId provider, List<BusKey> buses) {
        /** Braces are Redis Cluster's hash tag: all of a provider is on one server. */
        String key() {
            return "bus:{" + provider + "}:connected";
        }

        Stream<byte[]> members() {
            return buses.stream().map(bus -> bus.bus().value().getBytes(UTF_8));
        }
    }

    /**
     * Has each of the buses count as connected for so long.
     *
     * @return how many could not be told
     */
    int prolong(Collection<BusKey> buses, Duration lease) {
        byte[] millis = Long.toString(lease.toMillis()).getBytes(UTF_8);
        return call(
                prolong,
                buses,
                chunk -> Stream.concat(Stream.of(millis), chunk.members()).toList(),
                (_, _) -> {});
    }

    /**
     * Learns for how long buses still count as connected; of those that do not nothing is said.
     *
     * @return how many could not be asked for
     */
    int remaining(Collection<BusKey> buses, BiConsumer<BusKey, Duration> connected) {
        return call(remaining, buses, chunk -> chunk.members().toList(), (chunk, answer) -> {
            List<?> millis = (List<?>) answer;
            for (int i = 0; i < millis.size(); i++) {
                long left = (long) millis.get(i);
                if (left > 0) {
                    connected.accept(chunk.buses().get(i), Duration.ofMillis(left));
                }
            }
        });
    }

    /** One round trip to each server; one that does not answer keeps no other from it. */
    private int call(
            byte[] script,
            Collection<BusKey> buses,
            Function<Chunk, List<byte[]>> arguments,
            BiConsumer<Chunk, Object> answered) {
        return chunks(buses).stream().collect(groupingBy(chunk -> redis.shardOf(chunk.key()))).values().stream()
                .mapToInt(chunks -> callOne(script, chunks, arguments, answered))
                .sum();
    }

    private int callOne(
            byte[] script,
            List<Chunk> chunks,
            Function<Chunk, List<byte[]>> arguments,
            BiConsumer<Chunk, Object> answered) {
        List<Response<Object>> responses = new ArrayList<>(chunks.size());
        try (AbstractPipeline pipeline = redis.pipelined(chunks.getFirst().key())) {
            chunks.forEach(chunk ->
                    responses.add(pipeline.eval(script, List.of(chunk.key().getBytes(UTF_8)), arguments.apply(chunk))));
            pipeline.sync();
            for (int i = 0; i < chunks.size(); i++) {
                answered.accept(chunks.get(i), responses.get(i).get());
            }
            return 0;
        } catch (JedisException e) {
            log.debug("Redis does not say, or take, which buses are connected", e); // the writer warns of it
            redis.suspect();
            return chunks.stream().mapToInt(chunk -> chunk.buses().size()).sum();
        }
    }

    private static List<Chunk> chunks(Collection<BusKey> buses) {
        return buses.stream().collect(groupingBy(BusKey::provider)).entrySet().stream()
                .flatMap(each -> chunks(each.getKey(), each.getValue()))
                .toList();
    }

    private static Stream<Chunk> chunks(ProviderId provider, List<BusKey> buses) {
        return IntStream.iterate(0, from -> from < buses.size(), from -> from + CHUNK)
                .mapToObj(from -> new Chunk(provider, buses.subList(from, Math.min(from + CHUNK, buses.size()))));
    }

    private static byte[] script(String name) {
        try (InputStream in = Objects.requireNonNull(Leases.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

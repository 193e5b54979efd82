package io.bellcord.broker.cluster.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Tells Redis, and through it the other nodes, who has which client identifiers. Waits for the network. */
final class ClaimSender {
    /** Of a server that hangs only so many connections are waited for here: others need them, too. */
    private static final int AT_ONCE = 2;

    /** Longer than a clock that was set back is behind. */
    private static final byte[] LAST_IS_KEPT =
            Long.toString(Duration.ofDays(1).toSeconds()).getBytes(UTF_8);

    private final Redis redis;
    private final Channels channels;
    private final String node;
    private final byte[] script = script();
    private final ConcurrentMap<Shard, Semaphore> places = new ConcurrentHashMap<>();

    ClaimSender(Redis redis, Channels channels, String node) {
        this.redis = redis;
        this.channels = channels;
        this.node = node;
    }

    String node() {
        return node;
    }

    /** Braces are Redis Cluster's hash tag: all of a provider is on one server. */
    static String channel(ProviderId provider) {
        return "bus:{" + provider + "}:clients";
    }

    /**
     * Claims identifiers that were taken just now, or some time ago, if Redis was away.
     *
     * @return when each was taken, by Redis' clock
     * @throws redis.clients.jedis.exceptions.JedisException if that is not certain; they may be claimed again
     */
    Map<ClientKey, Turn> claim(ProviderId provider, Map<ClientKey, Hold> clients) throws InterruptedException {
        String channel = channel(provider);
        return placed(channel, () -> {
            Map<ClientKey, Long> ages = new HashMap<>();
            clients.forEach((client, hold) -> ages.put(client, hold.age().toNanos() / 1000));
            long now = (long) redis.commands()
                    .eval(
                            script,
                            List.of((channel + ":turn").getBytes(UTF_8), channel.getBytes(UTF_8)),
                            List.of(LAST_IS_KEPT, ClaimMessage.header(node), ClaimMessage.encodeAges(ages)));
            Map<ClientKey, Turn> turns = new HashMap<>();
            ages.forEach((client, age) -> turns.put(client, new Turn(now - age, node)));
            return turns;
        });
    }

    /** Says once more since when these are had. */
    void tell(ProviderId provider, Map<ClientKey, Turn> holds) throws InterruptedException {
        String channel = channel(provider);
        placed(channel, () -> channels.publish(channel, ClaimMessage.encode(node, holds)));
    }

    /** Something went wrong that a move of keys would explain. */
    void suspect() {
        redis.suspect();
    }

    private <T> T placed(String channel, Supplier<T> call) throws InterruptedException {
        Semaphore place = places.computeIfAbsent(redis.shardOf(channel), _ -> new Semaphore(AT_ONCE));
        place.acquire();
        try {
            return call.get();
        } finally {
            place.release();
        }
    }

    private static byte[] script() {
        try (InputStream in = Objects.requireNonNull(ClaimSender.class.getResourceAsStream("claim.lua"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

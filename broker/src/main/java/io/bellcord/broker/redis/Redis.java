package io.bellcord.broker.redis;

import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis server or a Redis Cluster, which of the two the servers say themselves. They are asked when they are needed
 * first, so that a start, and servers that come back, need no order; every wait has an end.
 */
public final class Redis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Redis.class);

    /** So often a cluster is asked where its slots are although nothing went wrong. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    /** So long a command follows a slot that moves. */
    static final Duration RETRIES = Duration.ofSeconds(2);

    private final RedisAddress address;
    private final AtomicReference<@Nullable CompletableFuture<Servers>> finding = new AtomicReference<>();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile @Nullable Servers servers;
    private volatile boolean closed;

    private Redis(RedisAddress address) {
        this.address = address;
    }

    /** One address; of a cluster that of any of its servers. */
    public static Redis connect(URI uri) {
        return connect(List.of(uri));
    }

    /**
     * Does not wait for the servers: {@link #ping} tells whether they are there.
     *
     * @param uris {@code redis://[user:password@]host[:port][/database]}, or {@code rediss:} for TLS; of a cluster those
     *     of some of its servers; user, password and TLS are the first's
     * @throws IllegalArgumentException if one is written otherwise
     */
    public static Redis connect(List<URI> uris) {
        return connect(uris, Optional.empty());
    }

    /**
     * The same.
     *
     * @param trusted who has signed the certificates of servers with TLS; empty for whom Java trusts
     */
    public static Redis connect(List<URI> uris, Optional<KeyStore> trusted) {
        return new Redis(RedisAddress.of(uris, trusted));
    }

    /**
     * Redis' commands, each on a connection of the pool to the server that has its key.
     *
     * @throws JedisException if no server has answered yet, and none does
     */
    public UnifiedJedis commands() {
        return servers().commands();
    }

    /** Many commands at once, to the server that has this key; to be closed. The caller looks to it that they all are there. */
    public AbstractPipeline pipelined(String key) {
        return servers().pipelined(key);
    }

    /** Where a key is, by what is known; never waits. */
    public Shard shardOf(String key) {
        Servers found = servers;
        return found == null ? Shard.UNKNOWN : found.shardOf(key);
    }

    /**
     * Something went wrong that a move of keys, or servers that were away, would explain: looks soon where keys are, and uses
     * no connection of before. Never waits.
     */
    public void suspect() {
        Servers found = servers;
        if (found != null && refreshing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("redis-topology").start(() -> refresh(found));
        }
    }

    private void refresh(Servers found) {
        try {
            found.refresh();
        } catch (RuntimeException e) {
            log.debug("Redis does not say where its keys are; asked again", e);
        } finally {
            refreshing.set(false);
        }
    }

    /** Whether a server answers. */
    public boolean ping() {
        try {
            return "PONG".equals(commands().ping());
        } catch (JedisException e) {
            return false;
        }
    }

    /** A connection of its own for listening. */
    PubSubConnection listener(Shard shard) {
        return new PubSubConnection(HostAndPort.from(shard.address()), address.subscriber());
    }

    /** Finds the servers unless that is done; who asks meanwhile waits for the same attempt. */
    Servers servers() {
        Servers found = servers;
        if (found != null) {
            return found;
        }
        CompletableFuture<Servers> mine = new CompletableFuture<>();
        CompletableFuture<Servers> others = finding.compareAndExchange(null, mine);
        return others == null ? find(mine) : await(others);
    }

    private Servers find(CompletableFuture<Servers> attempt) {
        try {
            Servers before = servers; // another attempt may have ended just before this one began
            Servers found = before == null ? Servers.find(address) : before;
            servers = found;
            if (closed) {
                found.close();
            }
            attempt.complete(found);
            return found;
        } catch (RuntimeException | Error e) {
            attempt.completeExceptionally(e);
            throw e;
        } finally {
            finding.set(null);
        }
    }

    private static Servers await(CompletableFuture<Servers> attempt) {
        try {
            return attempt.join();
        } catch (CompletionException e) {
            throw new JedisException("Redis does not answer", e.getCause());
        }
    }

    @Override
    public void close() {
        closed = true;
        Servers found = servers;
        if (found != null) {
            found.close();
        }
    }

    /** For logs: without the password. */
    @Override
    public String toString() {
        return address.toString();
    }
}

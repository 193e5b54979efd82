package io.bellcord.broker.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis server. Connections are opened when they are needed, so that a start, and a server that comes back, need no
 * order; every wait has an end.
 */
public final class Redis implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 2_000;
    /** The writer, loads of several providers, health checks. */
    private static final int MOST_CONNECTIONS = 16;

    private static final int DEFAULT_PORT = 6379;
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    private final UnifiedJedis commands;
    private final HostAndPort server;

    private Redis(UnifiedJedis commands, HostAndPort server) {
        this.commands = commands;
        this.server = server;
    }

    /**
     * Does not wait for the server: {@link #ping} tells whether it is there.
     *
     * @param uri {@code redis://[user:password@]host[:port][/database]}, or {@code rediss:} for TLS
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static Redis connect(URI uri) {
        if (uri.getHost() == null || !SCHEMES.contains(uri.getScheme())) {
            // Not the address itself: it may hold a password.
            throw new IllegalArgumentException(
                    "Redis' address must be written redis://[user:password@]host[:port][/database]");
        }
        var server = new HostAndPort(uri.getHost(), uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort());
        RedisClient client = RedisClient.builder()
                .hostAndPort(server)
                .clientConfig(client(uri))
                .poolConfig(pool())
                .build();
        return new Redis(client, server);
    }

    /** Redis' commands, each on a connection of the pool; {@code pipelined()} for many at once. */
    public UnifiedJedis commands() {
        return commands;
    }

    /** Whether the server answers. */
    public boolean ping() {
        try {
            return "PONG".equals(commands.ping());
        } catch (JedisException e) {
            return false;
        }
    }

    @Override
    public void close() {
        commands.close();
    }

    /** For logs: without the password. */
    @Override
    public String toString() {
        return server.toString();
    }

    private static JedisClientConfig client(URI uri) {
        return DefaultJedisClientConfig.builder(uri) // user, password, database, TLS
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .clientName("bellcord")
                .build();
    }

    private static ConnectionPoolConfig pool() {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(MOST_CONNECTIONS);
        pool.setMaxIdle(MOST_CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        pool.setJmxEnabled(false);
        return pool;
    }
}

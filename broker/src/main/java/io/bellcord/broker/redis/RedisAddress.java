package io.bellcord.broker.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/**
 * Where Redis is, and how to speak to it. User, password, TLS and database are the first address'.
 *
 * @param seeds of a cluster any of its servers: the others are learnt from them
 * @param trusted who has signed the servers' certificates; empty for whom Java trusts
 */
record RedisAddress(List<HostAndPort> seeds, URI first, Optional<KeyStore> trusted) {
    private static final int TIMEOUT_MILLIS = 2_000;
    /** A listening connection hears an answer to its ping every second. */
    private static final int SILENCE_MILLIS = 3_000;
    /** The writer, loads of several providers, health checks. */
    private static final int MOST_CONNECTIONS = 16;

    private static final int DEFAULT_PORT = 6379;
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    /** @throws IllegalArgumentException if one is written otherwise, or there is none */
    static RedisAddress of(List<URI> uris, Optional<KeyStore> trusted) {
        if (uris.isEmpty() || !uris.stream().allMatch(RedisAddress::isValid)) {
            // Not the address itself: it may hold a password.
            throw new IllegalArgumentException(
                    "Redis' address must be written redis://[user:password@]host[:port][/database]");
        }
        return new RedisAddress(uris.stream().map(RedisAddress::server).toList(), uris.getFirst(), trusted);
    }

    private static boolean isValid(URI uri) {
        return uri.getHost() != null && SCHEMES.contains(uri.getScheme());
    }

    private static HostAndPort server(URI uri) {
        return new HostAndPort(uri.getHost(), uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort());
    }

    /** For commands, to one server by itself. */
    JedisClientConfig client() {
        return common().build();
    }

    /** For commands, to a server of a cluster, which has no other database than the first. */
    JedisClientConfig member() {
        return common().database(0).build();
    }

    /** For listening: a connection that says nothing is a broken one. */
    JedisClientConfig subscriber() {
        return common().database(0).resp2().socketTimeoutMillis(SILENCE_MILLIS).build();
    }

    private DefaultJedisClientConfig.Builder common() {
        var client = DefaultJedisClientConfig.builder(first); // user, password, database, TLS
        trusted.ifPresent(store -> client.sslOptions(trusting(store)));
        return client.connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .clientName("bellcord");
    }

    /** A server has to be the one that its certificate names. */
    private static SslOptions trusting(KeyStore store) {
        var bytes = new ByteArrayOutputStream();
        var none = new char[0]; // it never leaves this process
        try {
            store.store(bytes, none);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(e);
        }
        return SslOptions.builder()
                .trustStoreType(store.getType())
                .truststore(() -> new ByteArrayInputStream(bytes.toByteArray()), none)
                .sslVerifyMode(SslVerifyMode.FULL)
                .build();
    }

    /** Of the connections to one server. */
    ConnectionPoolConfig pool() {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(MOST_CONNECTIONS);
        pool.setMaxIdle(MOST_CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        pool.setJmxEnabled(false);
        return pool;
    }

    /** For logs: without the password. */
    @Override
    public String toString() {
        return seeds.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    }
}

package io.bellcord.broker.redis;

import java.util.HashSet;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The servers as they turned out to be: one by itself, or a cluster. */
sealed interface Servers extends AutoCloseable {
    UnifiedJedis commands();

    /** To the server that has this key; to be closed. */
    AbstractPipeline pipelined(String key);

    /** By what is known; never waits. */
    Shard shardOf(String key);

    /** Something went wrong: gives up the connections that lie idle, each of which may be broken, and asks which server has which keys. */
    void refresh();

    @Override
    void close();

    /**
     * Asks the first server that answers what it is.
     *
     * @throws JedisException if none does
     */
    static Servers find(RedisAddress address) {
        JedisException why = null;
        for (HostAndPort seed : address.seeds()) {
            try (Connection connection = new Connection(seed, address.member())) {
                return isOfCluster(connection) ? Cluster.of(address) : One.of(address, seed);
            } catch (JedisException e) {
                why = e;
            }
        }
        throw Objects.requireNonNull(why);
    }

    /** By HELLO, which every user may say; INFO and CLUSTER are not everybody's. */
    private static boolean isOfCluster(Connection connection) {
        Object said = connection.executeCommand(Protocol.Command.HELLO);
        return "cluster".equals(BuilderFactory.ENCODED_OBJECT_MAP.build(said).get("mode"));
    }

    /** One server, which has every key. */
    record One(RedisClient commands, Shard shard) implements Servers {
        private static final Logger log = LoggerFactory.getLogger(One.class);

        static One of(RedisAddress address, HostAndPort server) {
            if (address.seeds().size() > 1) {
                log.warn("Redis is no cluster: only the first that answers is used server={} of={}", server, address);
            }
            RedisClient client = RedisClient.builder()
                    .hostAndPort(server)
                    .clientConfig(address.client())
                    .poolConfig(address.pool())
                    .build();
            return new One(client, new Shard(server.toString()));
        }

        @Override
        public AbstractPipeline pipelined(String key) {
            return commands.pipelined();
        }

        @Override
        public Shard shardOf(String key) {
            return shard;
        }

        @Override
        public void refresh() {
            commands.getPool().clear(); // it is where it was
        }

        @Override
        public void close() {
            commands.close();
        }
    }

    /** A cluster: each slot of keys is on one of its servers, and may move. */
    record Cluster(
            RedisClusterClient commands, ClusterConnectionProvider nodes, ConcurrentMap<HostAndPort, Shard> shards)
            implements Servers {
        static Cluster of(RedisAddress address) {
            var nodes = new ClusterConnectionProvider(
                    new HashSet<>(address.seeds()), address.member(), address.pool(), Redis.LOOK_AGAIN);
            RedisClusterClient client = RedisClusterClient.builder()
                    .nodes(new HashSet<>(address.seeds()))
                    .clientConfig(address.member())
                    .connectionProvider(nodes)
                    .maxTotalRetriesDuration(Redis.RETRIES)
                    .build();
            return new Cluster(client, nodes, new ConcurrentHashMap<>());
        }

        @Override
        public AbstractPipeline pipelined(String key) {
            return new Pipeline(nodes.getConnectionFromSlot(JedisClusterCRC16.getSlot(key)), true);
        }

        @Override
        public Shard shardOf(String key) {
            HostAndPort node = nodes.getNode(JedisClusterCRC16.getSlot(key));
            return node == null ? Shard.UNKNOWN : shards.computeIfAbsent(node, it -> new Shard(it.toString()));
        }

        @Override
        public void refresh() {
            nodes.getNodes().values().forEach(ConnectionPool::clear);
            nodes.renewSlotCache();
        }

        @Override
        public void close() {
            commands.close();
        }
    }
}

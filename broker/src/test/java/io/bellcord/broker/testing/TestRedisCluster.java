package io.bellcord.broker.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A real Redis Cluster of a test's own, empty: three masters, and for each a replica where they are to fail over. It takes some seconds. */
public final class TestRedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final List<RedisMember> masters;
    private final List<RedisMember> replicas;
    private final Thread atExit = new Thread(this::stopAll, "stop test redis cluster");

    private TestRedisCluster(boolean withReplicas, boolean overTls) throws IOException {
        directory = Files.createTempDirectory("bellcord-cluster");
        Path binary = RestartableRedis.extractBinary();
        masters = servers(binary, "master", overTls);
        replicas = withReplicas ? servers(binary, "replica", overTls) : List.of();
        // For the test that is aborted: Redis would outlive this JVM.
        Runtime.getRuntime().addShutdownHook(atExit);
        meet();
    }

    public static TestRedisCluster start() {
        return create(false, false);
    }

    public static TestRedisCluster withReplicas() {
        return create(true, false);
    }

    /** With the certificate of {@link TestTls}, also between the servers. */
    public static TestRedisCluster overTls() {
        return create(false, true);
    }

    private static TestRedisCluster create(boolean withReplicas, boolean overTls) {
        try {
            return new TestRedisCluster(withReplicas, overTls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<RedisMember> servers(Path binary, String role, boolean overTls) {
        return IntStream.range(0, MASTERS)
                .mapToObj(i -> RedisMember.start(binary, directory.resolve(role + i), overTls))
                .toList();
    }

    private void meet() {
        for (int i = 0; i < MASTERS; i++) {
            try (Jedis redis = masters.get(i).open()) {
                int[] slots = IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS)
                        .toArray();
                redis.clusterSetConfigEpoch(i + 1L);
                redis.clusterAddSlots(slots);
            }
        }
        all().skip(1).forEach(this::introduce);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> all().allMatch(it -> it.knows(size())));
        for (int i = 0; i < replicas.size(); i++) {
            try (Jedis redis = replicas.get(i).open()) {
                redis.clusterReplicate(masters.get(i).id());
            }
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> replicas.stream().allMatch(TestRedisCluster::isLinked));
    }

    private void introduce(RedisMember server) {
        try (Jedis redis = masters.getFirst().open()) {
            redis.sendCommand(Command.CLUSTER, "MEET", "127.0.0.1", "" + server.port(), "" + busPort(server));
        }
    }

    private static String busPort(RedisMember server) {
        try (Jedis redis = server.open()) {
            return Objects.requireNonNull(redis.configGet("cluster-port").get("cluster-port"));
        }
    }

    private static boolean isLinked(RedisMember replica) {
        try (Jedis redis = replica.open()) {
            return redis.info("replication").contains("master_link_status:up");
        }
    }

    private Stream<RedisMember> all() {
        return Stream.concat(masters.stream(), replicas.stream());
    }

    private int size() {
        return masters.size() + replicas.size();
    }

    /** As the setting wants it: any two of its servers, the others are learnt from them. */
    public String url() {
        return uris().stream().map(URI::toString).collect(Collectors.joining(","));
    }

    public List<URI> uris() {
        return masters.stream().limit(2).map(RedisMember::uri).toList();
    }

    /** The master that had the key when the cluster began. */
    public RedisMember firstMasterOf(String key) {
        return masters.get(firstPlace(key));
    }

    /** Its replica. */
    public RedisMember replicaOf(String key) {
        return replicas.get(firstPlace(key));
    }

    private static int firstPlace(String key) {
        return IntStream.range(0, MASTERS)
                .filter(i -> JedisClusterCRC16.getSlot(key) < SLOTS * (i + 1) / MASTERS)
                .findFirst()
                .orElseThrow();
    }

    /** Gives the empty slot of a key to the next master. */
    public RedisMember moveSlotOf(String key) {
        int slot = JedisClusterCRC16.getSlot(key);
        RedisMember from = firstMasterOf(key);
        RedisMember to = masters.get((firstPlace(key) + 1) % MASTERS);
        try (Jedis redis = to.open()) {
            redis.clusterSetSlotImporting(slot, from.id()); // else the others would not take its word for it
        }
        Stream.concat(Stream.of(to), masters.stream()).forEach(server -> {
            try (Jedis redis = server.open()) {
                redis.clusterSetSlotNode(slot, to.id());
            }
        });
        return to;
    }

    /** Lets a replica take its master's place in agreement with it. */
    public void handOver(RedisMember replica) {
        try (Jedis redis = replica.open()) {
            redis.clusterFailover();
        }
    }

    /** The channels that somebody listens to, on any of its servers. */
    public List<String> channels() {
        return all().filter(RedisMember::answers)
                .flatMap(server -> {
                    try (Jedis redis = server.open()) {
                        return redis.pubsubShardChannels().stream();
                    }
                })
                .distinct()
                .sorted()
                .toList();
    }

    /** Runs one command on every server. */
    public void everywhere(String command, String... arguments) {
        all().forEach(server -> {
            try (Jedis redis = server.open()) {
                redis.sendCommand(Command.valueOf(command), arguments);
            }
        });
    }

    private void stopAll() {
        all().forEach(RedisMember::kill);
    }

    @Override
    public void close() {
        stopAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
        TestRedis.delete(directory.toFile());
    }
}

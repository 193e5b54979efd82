package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.process.Closing;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.store.Redis;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Redis that nodes share: one, or a Redis Cluster of several masters, each a process with an equal part of the slots. */
final class Shards implements AutoCloseable {
    private static final int SLOTS = 16_384;

    private final List<OwnRedis> servers = new ArrayList<>();
    private final List<Integer> busPorts = new ArrayList<>();

    private Shards() {}

    /** @param masters 1 for a Redis that is no cluster */
    static Shards start(Program program, Path directory, int masters) throws IOException {
        var shards = new Shards();
        try {
            for (var i = 0; i < masters; i++) {
                var place = Files.createDirectories(directory.resolve("redis-" + i));
                shards.servers.add(OwnRedis.start(program, place, masters == 1 ? List.of() : shards.clusterOptions()));
            }
            if (masters > 1) {
                shards.meet();
            }
            return shards;
        } catch (RuntimeException | IOException e) {
            shards.close();
            throw e;
        }
    }

    /** The port that masters use among themselves is usually 10 000 above the other, which may be too high. */
    private List<String> clusterOptions() throws IOException {
        busPorts.add(Sockets.freePort());
        return List.of("--cluster-enabled", "yes", "--cluster-port", Integer.toString(busPorts.getLast()));
    }

    private void meet() throws IOException {
        for (var i = 0; i < servers.size(); i++) {
            call(i, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            call(i, "CLUSTER", "ADDSLOTSRANGE", Integer.toString(from(i)), Integer.toString(from(i + 1) - 1));
            if (i > 0) {
                var port = Integer.toString(servers.get(i).port());
                call(0, "CLUSTER", "MEET", "127.0.0.1", port, Integer.toString(busPorts.get(i)));
            }
        }
        for (var i = 0; i < servers.size(); i++) {
            var number = i;
            Patience.until("the Redis Cluster has met", servers.get(i).process(), () -> knowsAll(number));
        }
    }

    private int from(int master) {
        return SLOTS * master / servers.size();
    }

    private boolean knowsAll(int master) {
        try {
            var info = String.valueOf(call(master, "CLUSTER", "INFO").getFirst());
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + servers.size() + "\r");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<@Nullable String> call(int master, String... words) throws IOException {
        try (var redis = new Redis(servers.get(master).port())) {
            return redis.call(List.of(words));
        }
    }

    /** As bellcord.redis.url has it. */
    String url() {
        return servers.stream()
                .map(server -> "redis://127.0.0.1:" + server.port())
                .collect(Collectors.joining(","));
    }

    /** The ports, by shard. */
    List<Integer> ports() {
        return servers.stream().map(OwnRedis::port).toList();
    }

    /** Where a key is. */
    int portOf(String key) {
        if (servers.size() == 1) {
            return servers.getFirst().port();
        }
        try {
            var slot = Integer.parseInt(
                    String.valueOf(call(0, "CLUSTER", "KEYSLOT", key).getFirst()));
            var master = 0;
            while (from(master + 1) <= slot) {
                master++;
            }
            return servers.get(master).port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Closing.all(servers);
    }
}

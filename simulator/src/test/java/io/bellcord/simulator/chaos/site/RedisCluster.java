package io.bellcord.simulator.chaos.site;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Closing;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A Redis Cluster: three masters with a replica each, which takes over within seconds. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<Integer> busPorts = new ArrayList<>();

    private RedisCluster() {}

    /** Returns when every slot has a master, and every master a replica that has all it has. */
    static RedisCluster start(Program program, Path directory) throws IOException {
        var cluster = new RedisCluster();
        try {
            cluster.launch(program, directory);
            cluster.meet();
            cluster.replicate();
            return cluster;
        } catch (RuntimeException | IOException e) {
            cluster.close();
            throw e;
        }
    }

    private void launch(Program program, Path directory) throws IOException {
        for (var i = 0; i < 2 * MASTERS; i++) {
            var busPort = Sockets.freePort();
            busPorts.add(busPort);
            servers.add(RedisProcess.start(
                    program,
                    directory.resolve("redis-" + i),
                    "--cluster-enabled",
                    "yes",
                    "--cluster-port",
                    Integer.toString(busPort),
                    "--cluster-node-timeout",
                    "1000",
                    "--repl-diskless-sync-delay",
                    "0"));
        }
    }

    private void meet() {
        for (var i = 0; i < MASTERS; i++) {
            var from = SLOTS * i / MASTERS;
            var to = SLOTS * (i + 1) / MASTERS - 1;
            servers.get(i).call("CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
        }
        for (var i = 1; i < servers.size(); i++) {
            var port = Integer.toString(servers.get(i).port());
            servers.getFirst().call("CLUSTER", "MEET", "127.0.0.1", port, Integer.toString(busPorts.get(i)));
        }
        await(
                "all know each other",
                server -> info(server, "CLUSTER").contains("cluster_known_nodes:" + servers.size()));
    }

    private void replicate() {
        for (var i = 0; i < MASTERS; i++) {
            var master = String.valueOf(servers.get(i).call("CLUSTER", "MYID").getFirst());
            var replica = servers.get(MASTERS + i);
            Patience.until(
                    "the replica knows its master",
                    replica.process(),
                    () -> String.valueOf(replica.call("CLUSTER", "NODES").getFirst())
                            .contains(master));
            replica.call("CLUSTER", "REPLICATE", master);
        }
        await("the cluster is whole", server -> info(server, "CLUSTER").contains("cluster_state:ok"));
        servers.stream()
                .limit(MASTERS)
                .forEach(master -> Patience.until(
                        "it has a replica",
                        master.process(),
                        () -> info(master, "REPLICATION").contains("state=online")));
    }

    private static String info(RedisProcess server, String what) {
        var answer = what.equals("CLUSTER") ? server.call("CLUSTER", "INFO") : server.call("INFO", what);
        return String.valueOf(answer.getFirst());
    }

    private void await(String what, Predicate<RedisProcess> holds) {
        servers.forEach(server -> Patience.until(what, server.process(), () -> holds.test(server)));
    }

    /** As the setting wants it. */
    public String urls() {
        return servers.stream()
                .map(server -> "redis://127.0.0.1:" + server.port())
                .collect(Collectors.joining(","));
    }

    /** Who answers for that key now; empty while nobody does. */
    public Optional<RedisProcess> masterOf(String key) {
        return servers.stream()
                .filter(server -> server.process().isAlive())
                .filter(server -> answersFor(server, key))
                .findFirst();
    }

    /** A replica, or one that has lost the slot, points to somebody else. */
    private static boolean answersFor(RedisProcess server, String key) {
        try {
            server.call("GET", key);
            return String.valueOf(server.call("ROLE").getFirst()).equals("master");
        } catch (BenchFailed _) {
            return false;
        }
    }

    @Override
    public void close() {
        Closing.all(servers);
    }
}

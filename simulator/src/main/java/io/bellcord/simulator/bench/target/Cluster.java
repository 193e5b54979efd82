package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Closing;
import io.bellcord.simulator.bench.process.CpuQuota;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.bench.wire.Attempt;
import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several Bellcords over one PostgreSQL and one Redis or Redis Cluster, all of them processes. One more Bellcord, to which
 * nobody connects, brings the PostgreSQL, and is not counted.
 */
public final class Cluster implements Server {
    private final ClusterSize size;
    private final List<AutoCloseable> closing = Collections.synchronizedList(new ArrayList<>());
    private final List<CpuQuota> quotas = new ArrayList<>();
    private final List<Bellcord> nodes = new ArrayList<>();
    private final Map<String, Signer> signers = new LinkedHashMap<>();
    private final Shards shards;

    private Cluster(ClusterSize size, Program program, Path directory) throws IOException {
        this.size = size;
        shards = Shards.start(program.unbound(), directory, size.masters());
        closing.add(shards);
    }

    /** The nodes are bound to the program's processors; PostgreSQL and Redis are where the load is. */
    public static Cluster start(ClusterSize size, Program program, Path directory) throws IOException {
        var cluster = new Cluster(size, program, directory);
        try {
            var keeper = Bellcord.start(program.unbound().small(), directory.resolve("keeper"));
            cluster.closing.add(keeper);
            for (var provider : size.providerIds()) {
                cluster.signers.put(provider, keeper.addProvider(provider));
            }
            cluster.startNodes(keeper, program, directory);
            return cluster;
        } catch (RuntimeException | IOException e) {
            cluster.close();
            throw e;
        }
    }

    private void startNodes(Bellcord keeper, Program program, Path directory) throws IOException {
        List<Callable<Bellcord>> starts = new ArrayList<>();
        for (var i = 0; i < size.nodes(); i++) {
            var place = directory.resolve("node-" + i);
            starts.add(() -> {
                var node = keeper.beside(program, place, shards.url());
                closing.add(node); // whatever becomes of the others
                return node;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var started : threads.invokeAll(starts)) {
                nodes.add(started(started));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
        nodes.forEach(this::awaitProviders);
    }

    private static Bellcord started(Future<Bellcord> node) throws InterruptedException {
        try {
            return node.get();
        } catch (ExecutionException e) {
            throw new BenchFailed("a node did not start: " + e.getCause());
        }
    }

    private void awaitProviders(Bellcord node) {
        var last = tracker(size.providerIds().getLast(), "b00000");
        node.await("a node knows all providers", () -> Attempt.isLetIn(node.port(), last));
    }

    @Override
    public boolean limit() {
        for (var i = 0; size.quota() > 0 && i < nodes.size(); i++) {
            var name = "bellcord-bench-" + ProcessHandle.current().pid() + '-' + i;
            CpuQuota.create(name).ifPresent(quotas::add);
        }
        for (var i = 0; i < quotas.size(); i++) {
            nodes.get(i).processes().forEach(quotas.get(i)::add);
            quotas.get(i).limit(size.quota());
        }
        return !quotas.isEmpty();
    }

    @Override
    public String name() {
        return size.words();
    }

    @Override
    public int port() {
        return nodes.getFirst().port();
    }

    @Override
    public InetSocketAddress address(int node, long number) {
        return Sockets.address(nodes.get(node).port(), number);
    }

    @Override
    public List<ProcessHandle> processes() {
        return nodes.stream().flatMap(node -> node.processes().stream()).toList();
    }

    @Override
    public List<Store> stores() {
        return shards.ports().stream().map(this::store).toList();
    }

    @Override
    public Optional<Store> store(String provider) {
        return Optional.of(store(shards.portOf(Store.key(provider, ""))));
    }

    private Store store(int port) {
        return new Store(
                port, () -> nodes.stream().mapToLong(Bellcord::accepted).sum());
    }

    @Override
    public Login tracker(String provider, String bus) {
        return login(provider, "tracker", bus);
    }

    @Override
    public Login rider(String provider, String name) {
        return login(provider, "rider", name);
    }

    private Login login(String provider, String role, String subject) {
        var signer = signers.get(provider);
        if (signer == null) {
            throw new IllegalArgumentException("no provider " + provider);
        }
        return new Login(provider, signer.sign(provider, role, subject));
    }

    @Override
    public void close() {
        closing.addAll(0, quotas); // they are given back when nobody is bound to them any more
        Closing.all(closing);
    }
}

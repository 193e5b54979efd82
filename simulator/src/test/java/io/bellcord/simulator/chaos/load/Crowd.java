package io.bellcord.simulator.chaos.load;

import io.bellcord.simulator.bench.wire.Login;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The trackers and riders of one provider. */
public final class Crowd implements AutoCloseable {
    private final String provider;
    private final Function<String, Login> trackersLogin;
    private final Ledger ledger = new Ledger();
    private final List<Tracker> trackers = new ArrayList<>();
    private final List<Rider> riders = new ArrayList<>();
    private final List<String> moving = new ArrayList<>();
    private final List<String> parked = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isSilent;

    /** @param trackersLogin by bus; anyone may read */
    public Crowd(String provider, Function<String, Login> trackersLogin) {
        this.provider = provider;
        this.trackersLogin = trackersLogin;
    }

    /** More buses that report once in a period. */
    public void addMoving(int count, Duration period, Supplier<InetSocketAddress> where) {
        for (var bus : more("m", moving, count)) {
            add(bus, where, period, () -> !isSilent);
        }
    }

    /** More buses that report once, and then stay connected without a word. */
    public void addParked(int count, Supplier<InetSocketAddress> where) {
        for (var bus : more("p", parked, count)) {
            add(bus, where, Duration.ofMillis(100), () -> ledger.acknowledged().getOrDefault(bus, 0) == 0);
        }
    }

    private static List<String> more(String letter, List<String> all, int count) {
        var names = IntStream.range(all.size(), all.size() + count)
                .mapToObj(number -> letter + number)
                .toList();
        all.addAll(names);
        return names;
    }

    private void add(String bus, Supplier<InetSocketAddress> where, Duration period, BooleanSupplier reports) {
        var tracker = new Tracker(provider, bus, where, () -> trackersLogin.apply(bus), ledger, period, reports);
        trackers.add(tracker);
        start(tracker);
    }

    public void addRiders(int count, Supplier<InetSocketAddress> where) {
        for (var i = 0; i < count; i++) {
            var rider = new Rider(provider, "rider-" + riders.size(), where, () -> new Login(provider, ""), ledger);
            riders.add(rider);
            start(rider);
        }
    }

    private void start(Client client) {
        threads.submit(() -> {
            try {
                client.run();
            } catch (RuntimeException e) {
                ledger.fault(client.id() + " has died: " + e); // a mistake of the test's
            }
        });
    }

    /** Has moving buses be silent, or go on. */
    public void silence(boolean is) {
        isSilent = is;
    }

    public List<String> moving() {
        return List.copyOf(moving);
    }

    public List<String> buses() {
        return Stream.concat(moving.stream(), parked.stream()).toList();
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Of each rider what it saw last of each bus. */
    public List<Map<String, Integer>> sights() {
        return riders.stream().map(rider -> rider.sight().newest()).toList();
    }

    public boolean allConnected() {
        return Stream.concat(trackers.stream(), riders.stream()).allMatch(Client::isConnected);
    }

    /** Cuts off some, who come back. */
    public void cut(int tracker, int rider) {
        trackers.get(tracker % trackers.size()).cut();
        riders.get(rider % riders.size()).cut();
    }

    /** All trackers at once. */
    public void cutTrackers() {
        trackers.forEach(Client::cut);
    }

    /** How long live fixes took since the last time, in microseconds, of all riders. */
    public Histogram takeLatency() {
        var all = riders.getFirst().sight().takeLatency();
        riders.stream().skip(1).forEach(rider -> all.add(rider.sight().takeLatency()));
        return all;
    }

    @Override
    public void close() {
        trackers.forEach(Client::close);
        riders.forEach(Client::close);
        threads.shutdownNow();
        threads.close();
    }
}

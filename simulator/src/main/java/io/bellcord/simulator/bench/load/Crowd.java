package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.SocketQueues;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The trackers and riders of one broker, or of several nodes. */
public final class Crowd implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(1);

    private final Server server;
    private final Distribution distribution;
    private final Loop loop = new Loop();
    private final ScheduledExecutorService queuesReader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("socket-queues").factory());
    private final Fixes fixes = new Fixes();
    private final Ledger ledger = new Ledger(fixes);
    private final Ledger slow = new Ledger(fixes);
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final PositionReader reader;
    private final Timetable timetable;
    private final List<Client> clients = new ArrayList<>();
    private final List<SlowRider> slowRiders = new ArrayList<>();
    private final List<Tracker> reporting = new ArrayList<>();
    private int riders;
    private int trackers;
    private volatile @Nullable String trouble;

    /**
     * Nobody yet; there is one provider and one node.
     *
     * @param period of each bus between two fixes
     */
    public Crowd(Server server, Duration period) {
        this(server, period, Distribution.ONE);
    }

    /** Nobody yet. */
    public Crowd(Server server, Duration period, Distribution distribution) {
        this.server = server;
        this.distribution = distribution;
        reader = new PositionReader(distribution);
        timetable = new Timetable(period);
        loop.eventLoop().scheduleAtFixedRate(timetable, 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Connects more riders, each subscribed to all buses; returns when all are.
     *
     * @param buses as many as there may ever be
     */
    public void addRidersOfAll(int count, int buses) {
        List<Client> more = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            more.add(rider(distribution.all(buses)));
        }
        connect(more);
    }

    /** Connects more riders, each subscribed to one bus, from the first on. */
    public void addRidersOfOneEach(int count) {
        List<Client> more = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            more.add(rider(distribution.one(i)));
        }
        connect(more);
    }

    /** Connects more riders, each subscribed to all buses of one provider. */
    public void addRidersOfFleets(int count) {
        List<Client> more = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            more.add(rider(distribution.fleet(riders)));
        }
        connect(more);
    }

    private Rider rider(Subscription subscription) {
        return new Rider(identity("rider-" + riders++, subscription), loop.desk(), subscription, ledger, reader);
    }

    private Identity identity(String name, Subscription subscription) {
        var provider = distribution.provider(subscription.firstBus());
        return new Identity(name, server.rider(provider, name), subscription.node());
    }

    /** Connects more riders of all buses, each reading that many bytes a second and no more. */
    public void addSlowRiders(int count, int buses, int bytesPerSecond) {
        for (var i = 0; i < count; i++) {
            var subscription = distribution.all(buses);
            var identity = identity("slow-" + i, subscription);
            slowRiders.add(new SlowRider(identity, loop.desk(), subscription, slow, reader, bytesPerSecond));
        }
        queuesReader.scheduleAtFixedRate(this::readSlowly, 1, 1, TimeUnit.SECONDS);
        connect(slowRiders);
    }

    /** The kernel takes its time to tell of thousands of connections: not on the thread whose clients are measured. */
    private void readSlowly() {
        var queues = SocketQueues.now();
        loop.eventLoop().execute(() -> slowRiders.forEach(rider -> rider.read(queues)));
    }

    /**
     * Seconds by which a slow rider read a position that was older than what the system ever held for it can explain: the
     * worst of all; empty where that is not known.
     */
    public OptionalDouble slowBeyondBuffer() {
        return loop.call(() -> slowRiders.stream()
                .flatMapToDouble(rider -> rider.beyondBuffer().stream())
                .max());
    }

    /** Connects the trackers of more buses. */
    public void addTrackers(int count, int qos) {
        addTrackers(count, qos, false);
    }

    /** Connects the trackers of more buses, whose positions are acknowledged, and kept by brokers that keep what is retained. */
    public void addRetainingTrackers(int count) {
        addTrackers(count, 1, true);
    }

    private void addTrackers(int count, int qos, boolean isRetained) {
        List<Client> more = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            var tracker = tracker(trackers++, qos, isRetained);
            more.add(tracker);
            reporting.add(tracker);
        }
        connect(more);
        loop.call(() -> {
            more.forEach(tracker -> timetable.add((Tracker) tracker));
            return true;
        });
    }

    private Tracker tracker(int bus, int qos, boolean isRetained) {
        var login = server.tracker(distribution.provider(bus), Distribution.busId(bus));
        var identity = new Identity("tracker-" + bus, login, distribution.trackerNode(bus));
        var reporting = new Reporting(bus, distribution.topic(bus), qos, isRetained);
        return new Tracker(identity, loop.desk(), reporting, fixes, acknowledgements);
    }

    /** Has the trackers send as fast as they are answered, or stop doing so. */
    public void flood(boolean goesOn) {
        loop.call(() -> {
            reporting.forEach(tracker -> tracker.flood(goesOn));
            return true;
        });
    }

    /** Has each tracker report once. */
    public void reportOnce() {
        loop.call(() -> {
            reporting.forEach(Tracker::publish);
            return true;
        });
    }

    /** Of each bus of one provider, by its id, the newest sequence, as its position has it. */
    public Map<String, Long> newest(int provider) {
        Map<String, Long> newest = new LinkedHashMap<>();
        return loop.call(() -> {
            distribution
                    .buses(provider, trackers)
                    .forEach(bus -> newest.put(
                            Distribution.busId(bus), (long) PositionPacket.SEQUENCE_BASE + fixes.newest(bus)));
            return newest;
        });
    }

    private void connect(List<? extends Client> more) {
        var opening = new Opening(server, loop, more, why -> trouble = trouble == null ? why : trouble);
        loop.call(() -> {
            opening.more();
            return true;
        });
        opening.await();
        clients.addAll(more);
    }

    /** Has the trackers report from now on. */
    public void start() {
        loop.call(() -> {
            timetable.start();
            return true;
        });
    }

    /** Has the trackers be silent. */
    public void stop() {
        loop.call(() -> {
            timetable.stop();
            return true;
        });
    }

    /** Opens a window as long as that, now. */
    public void window(Duration length) {
        loop.call(() -> {
            var now = System.nanoTime();
            ledger.open(now, now + length.toNanos());
            slow.open(now, now + length.toNanos());
            return true;
        });
    }

    /** What was counted up to now. */
    public Counts counts() {
        return loop.call(() -> {
            if (trouble != null) {
                throw new BenchFailed(trouble);
            }
            return new Counts(
                    ledger.published(),
                    ledger.received(),
                    ledger.snapshots(),
                    acknowledgements.missing(),
                    ledger.backwards() + slow.backwards(),
                    ledger.wrong() + slow.wrong());
        });
    }

    public boolean isComplete() {
        return loop.call(ledger::isComplete);
    }

    /** What has not come by now is lost; returns the windows since the last time. */
    public List<Tally> settle() {
        return loop.call(ledger::settle);
    }

    /** The same of the slow riders, for whom most is still to come. */
    public List<Tally> settleSlow() {
        return loop.call(slow::settle);
    }

    Loop loop() {
        return loop;
    }

    Fixes fixes() {
        return fixes;
    }

    Server server() {
        return server;
    }

    int trackers() {
        return trackers;
    }

    @Override
    public void close() {
        queuesReader.close();
        loop.call(() -> {
            clients.forEach(Client::close);
            return true;
        });
        loop.close();
    }
}

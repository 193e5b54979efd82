package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.SocketQueues;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The trackers and riders of one broker. */
public final class Crowd implements AutoCloseable {
    private static final String ALL_BUSES = "bus/" + Server.PROVIDER + "/+";
    private static final int AT_ONCE = 100;
    private static final Duration CONNECTING = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofMillis(1);

    private final Server server;
    private final Loop loop = new Loop();
    private final ScheduledExecutorService queuesReader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("socket-queues").factory());
    private final Fixes fixes = new Fixes();
    private final Ledger ledger = new Ledger(fixes);
    private final Ledger slow = new Ledger(fixes);
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final PositionReader reader = new PositionReader();
    private final Timetable timetable;
    private final List<Client> clients = new ArrayList<>();
    private final List<SlowRider> slowRiders = new ArrayList<>();
    private final List<Tracker> reporting = new ArrayList<>();
    private int riders;
    private int trackers;
    private volatile @Nullable String trouble;

    /**
     * Nobody yet.
     *
     * @param period of each bus between two fixes
     */
    public Crowd(Server server, Duration period) {
        this.server = server;
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
            more.add(rider(ALL_BUSES, 0, buses));
        }
        connect(more);
    }

    /** Connects more riders, each subscribed to one bus, from the first on. */
    public void addRidersOfOneEach(int count) {
        List<Client> more = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            more.add(rider(PositionPacket.topic(i), i, 1));
        }
        connect(more);
    }

    private Rider rider(String filter, int firstBus, int buses) {
        var name = "rider-" + riders++;
        return new Rider(name, server.rider(name), loop.desk(), filter, firstBus, buses, ledger, reader);
    }

    /** Connects more riders of all buses, each reading that many bytes a second and no more. */
    public void addSlowRiders(int count, int buses, int bytesPerSecond) {
        for (var i = 0; i < count; i++) {
            var name = "slow-" + i;
            slowRiders.add(new SlowRider(
                    name, server.rider(name), loop.desk(), ALL_BUSES, buses, slow, reader, bytesPerSecond));
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
            var bus = trackers++;
            var login = server.tracker(PositionPacket.busId(bus));
            var tracker =
                    new Tracker("tracker-" + bus, login, loop.desk(), bus, qos, isRetained, fixes, acknowledgements);
            more.add(tracker);
            reporting.add(tracker);
        }
        connect(more);
        loop.call(() -> {
            more.forEach(tracker -> timetable.add((Tracker) tracker));
            return true;
        });
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

    /** Of each bus the newest sequence, as its position has it. */
    public List<Long> sequences() {
        return loop.call(() -> IntStream.range(0, trackers)
                .mapToObj(bus -> (long) PositionPacket.SEQUENCE_BASE + fixes.newest(bus))
                .toList());
    }

    /** The buses, by the same order. */
    public List<String> buses() {
        return IntStream.range(0, trackers).mapToObj(PositionPacket::busId).toList();
    }

    private void connect(List<? extends Client> more) {
        var opening = new Opening(more);
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

    /** Connects clients, some at a time. */
    private final class Opening implements Client.Progress {
        private final Deque<Client> waiting;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private int pending;

        Opening(List<? extends Client> all) {
            waiting = new ArrayDeque<>(all);
        }

        void more() {
            while (pending < AT_ONCE && !waiting.isEmpty()) {
                var client = waiting.remove();
                client.progress(this);
                pending++;
                loop.connect(server.address(clients.size() + waiting.size()), client);
            }
            if (pending == 0) {
                done.complete(true);
            }
        }

        @Override
        public void ready() {
            pending--;
            more();
        }

        @Override
        public void failed(String why) {
            trouble = trouble == null ? why : trouble;
            done.completeExceptionally(new BenchFailed(why));
        }

        void await() {
            try {
                done.get(CONNECTING.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new BenchFailed(trouble == null ? e.toString() : trouble);
            } catch (TimeoutException e) {
                throw new BenchFailed("clients were not let in within " + CONNECTING.toSeconds() + " s");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailed("interrupted");
            }
        }
    }
}

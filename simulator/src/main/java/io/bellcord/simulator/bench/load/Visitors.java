package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.target.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Riders of all buses of a crowd's trackers, who come for the snapshot; each has a token of its own, made beforehand. */
public final class Visitors implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_BEHIND = Duration.ofSeconds(20);
    private static final Duration CHECK = Duration.ofMillis(50);
    /** Connects at a time, so that what comes meanwhile is read. */
    private static final int SLICE = 50;

    private final Server server;
    private final Loop loop;
    private final Snapshots snapshots;
    private List<Visitor> present = List.of();
    private List<Visitor> next;
    private volatile @Nullable String trouble;

    /** Nobody has come yet. */
    public Visitors(Crowd crowd, int count) {
        server = crowd.server();
        loop = crowd.loop();
        snapshots = new Snapshots(crowd.fixes(), crowd.trackers());
        var reader = new PositionReader(Distribution.ONE);
        var filter = Distribution.ONE.all(crowd.trackers()).filter();
        next = IntStream.range(0, count)
                .mapToObj(i -> "visitor-" + i)
                .map(name -> new Identity(name, server.rider(Server.PROVIDER, name), 0))
                .map(identity -> new Visitor(identity, loop.desk(), filter, snapshots, reader))
                .toList();
    }

    /**
     * All of them come, evenly spread over that time; returns when the last has its snapshot.
     *
     * @throws BenchFailed when one is not let in, or is given anything but it should
     */
    public Visit come(Duration within) {
        present = next;
        next = present.stream().map(Visitor::again).toList();
        var coming = new Coming(within);
        loop.call(() -> {
            coming.begin();
            return true;
        });
        var all = coming.await();
        requireRight();
        return new Visit(loop.call(snapshots::settle), coming.fromDue, all);
    }

    /** All are gone at the same moment, without a word. */
    public void cut() {
        loop.call(() -> {
            present.forEach(Visitor::cut);
            return true;
        });
    }

    /** Some of them subscribe again and again for that long, each when it has its snapshot; returns how many they got. */
    public long repeat(int count, Duration length) {
        var some = present.subList(0, Math.min(count, present.size()));
        loop.call(() -> {
            some.forEach(one -> one.repeat(true));
            return snapshots.settle();
        });
        Patience.pause(length);
        var micros = loop.call(() -> {
            some.forEach(one -> one.repeat(false));
            return snapshots.settle();
        });
        requireRight();
        return micros.getTotalCount();
    }

    /** Waits until each has the newest of every bus, of which no more comes. */
    public void awaitNewest() {
        var end = System.nanoTime() + LONGEST_BEHIND.toNanos();
        while (behind() > 0) {
            if (System.nanoTime() > end) {
                throw new BenchFailed(behind() + " newest fixes were not delivered");
            }
            Patience.pause(CHECK);
        }
        requireRight();
    }

    private long behind() {
        return loop.call(() -> present.stream()
                .mapToLong(one -> one.taking().behind() + one.taking().missing())
                .sum());
    }

    private void requireRight() {
        loop.call(snapshots::fault).ifPresent(what -> {
            throw new BenchFailed(what);
        });
        if (trouble != null) {
            throw new BenchFailed(trouble);
        }
    }

    /** All say goodbye. */
    public void leave() {
        loop.call(() -> {
            present.forEach(Visitor::close);
            return true;
        });
        present = List.of();
    }

    @Override
    public void close() {
        leave();
    }

    /** Connects them when each is due, and hears of each when it has its snapshot. */
    private final class Coming implements Runnable {
        private final Duration within;
        private final Histogram fromDue = Snapshots.newHistogram();
        private final CompletableFuture<Duration> done = new CompletableFuture<>();
        private final List<Visitor> all = new ArrayList<>(present);
        private long begun;
        private int come;
        private int complete;
        private @Nullable ScheduledFuture<?> connecting;

        Coming(Duration within) {
            this.within = within;
        }

        void begin() {
            snapshots.settle(); // what was under way before
            begun = System.nanoTime();
            connecting = loop.eventLoop().scheduleAtFixedRate(this, 0, 1, TimeUnit.MILLISECONDS);
        }

        private long due(int number) {
            return begun + within.toNanos() / all.size() * number;
        }

        @Override
        public void run() {
            for (var i = 0; i < SLICE && come < all.size() && System.nanoTime() - due(come) >= 0; i++) {
                var visitor = all.get(come);
                visitor.progress(new Waiting(due(come)));
                loop.connect(server.address(0, come), visitor);
                come++;
            }
            if (come == all.size() && connecting != null) {
                connecting.cancel(false);
            }
        }

        Duration await() {
            try {
                return done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new BenchFailed(trouble == null ? e.toString() : trouble);
            } catch (TimeoutException _) {
                requireRight();
                throw new BenchFailed(
                        all.size() - complete + " snapshots were not complete within " + PATIENCE.toSeconds() + " s");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new BenchFailed("interrupted");
            }
        }

        private final class Waiting implements Client.Progress {
            private final long due;

            Waiting(long due) {
                this.due = due;
            }

            @Override
            public void ready() {
                var now = System.nanoTime();
                Snapshots.record(fromDue, now - due);
                if (++complete == all.size()) {
                    done.complete(Duration.ofNanos(now - begun));
                }
            }

            @Override
            public void failed(String why) {
                trouble = trouble == null ? why : trouble;
                done.completeExceptionally(new BenchFailed(why));
            }
        }
    }
}

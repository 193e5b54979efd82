package io.bellcord.simulator.fleet;

import io.bellcord.simulator.credentials.Login;
import io.bellcord.simulator.driving.Bus;
import io.bellcord.simulator.driving.Depot;
import io.bellcord.simulator.streets.StreetMap;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Buses and their trackers, from the first CONNECT to the last DISCONNECT. */
public final class Fleet {
    private static final Duration BETWEEN_CONNECTS = Duration.ofMillis(5);
    private static final long LONGEST_NAP = Duration.ofMillis(200).toNanos();
    private static final long TOO_LATE = Duration.ofSeconds(1).toNanos();

    private final FleetPlan plan;
    private final Clock clock;
    private final Tally tally = new Tally();
    private final List<Tracker> trackers;
    private final long start;

    public Fleet(FleetPlan plan, StreetMap streets, Clock clock) {
        this.plan = plan;
        this.clock = clock;
        this.trackers = trackers(streets);
        this.start = System.nanoTime();
    }

    private List<Tracker> trackers(StreetMap streets) {
        Map<String, List<Login>> byProvider = plan.logins().stream()
                .collect(Collectors.groupingBy(Login::provider, TreeMap::new, Collectors.toList()));
        var made = new ArrayList<Tracker>();
        byProvider.forEach((provider, logins) -> {
            var depot = new Depot(streets.routesOf(provider), plan.seed());
            var buses = depot.sendOut(logins.stream().map(Login::bus).toList());
            for (var i = 0; i < logins.size(); i++) {
                made.add(tracker(logins.get(i), buses.get(i)));
            }
        });
        return made;
    }

    private Tracker tracker(Login login, Bus bus) {
        return new Tracker(plan, login, bus, tally, clock.instant());
    }

    /** What happened so far; may be asked by any thread. */
    public Summary summary() {
        return tally.summary(trackers.size(), plan.qos(), Duration.ofNanos(System.nanoTime() - start));
    }

    /** Drives until the plan's time is over, it is told to stop, or the broker lets nobody in. */
    public Summary run(CountDownLatch stop) throws InterruptedException {
        var connecting = Thread.ofVirtual().start(this::connectAll);
        try {
            publishUntil(stop);
        } finally {
            connecting.interrupt();
            connecting.join();
        }
        return new Farewell(trackers, tally).await(this::summary);
    }

    /** Little by little, since no broker meets its whole fleet in one instant. */
    private void connectAll() {
        try {
            for (var tracker : trackers) {
                tracker.connect();
                Thread.sleep(BETWEEN_CONNECTS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over
        }
    }

    private void publishUntil(CountDownLatch stop) throws InterruptedException {
        var gap = 1e9 / (plan.rate() * trackers.size()); // nanoseconds between two turns: one after the other
        var turn = 0L;
        while (!isOver() && stop.getCount() > 0) {
            var early = start + (long) (turn * gap) - System.nanoTime();
            if (early > 0) {
                stop.await(Math.min(early, LONGEST_NAP), TimeUnit.NANOSECONDS);
            } else if (-early > TOO_LATE) {
                var missed = Math.max(1, (long) (-early / gap));
                tally.skipped(tally.hasConnected() ? missed : 0);
                turn += missed;
            } else {
                trackers.get((int) (turn % trackers.size())).takeTurn(clock.instant());
                turn++;
            }
        }
    }

    private boolean isOver() {
        var ran = System.nanoTime() - start;
        return plan.length().filter(length -> ran >= length.toNanos()).isPresent()
                || (!tally.hasConnected() && trackers.stream().allMatch(Tracker::isRefused));
    }
}

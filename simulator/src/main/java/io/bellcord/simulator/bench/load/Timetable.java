package io.bellcord.simulator.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When which tracker reports: each once in a period, evenly spread over it. Of one thread. */
final class Timetable implements Runnable {
    private final List<Tracker> trackers = new ArrayList<>();
    private final long period;
    private long begun;
    private long next; // how many reports were due before
    private boolean isRunning;

    Timetable(Duration period) {
        this.period = period.toNanos();
    }

    void add(Tracker tracker) {
        trackers.add(tracker);
    }

    void start() {
        begun = System.nanoTime();
        next = 0;
        isRunning = !trackers.isEmpty();
    }

    void stop() {
        isRunning = false;
    }

    @Override
    public void run() {
        if (isRunning) {
            var due = (System.nanoTime() - begun) / (period / trackers.size());
            for (; next < due; next++) {
                trackers.get((int) (next % trackers.size())).publish();
            }
        }
    }
}

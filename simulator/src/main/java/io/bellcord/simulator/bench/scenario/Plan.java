package io.bellcord.simulator.bench.scenario;

import java.time.Duration;

/**
 * How long and how large.
 *
 * @param warmUp before the first window: until then JIT compilers take more than the work
 * @param window of which there are several
 * @param percent of the scenario's load; 100 is what the aims are stated for
 */
public record Plan(Duration warmUp, Duration window, int windows, int percent) {
    public static final Plan FULL = new Plan(Duration.ofSeconds(15), Duration.ofSeconds(10), 3, 100);
    public static final Plan QUICK = new Plan(Duration.ofSeconds(5), Duration.ofSeconds(3), 3, 100);

    /** That share of a load, and one at least. */
    int of(int load) {
        return Math.max(1, load * percent / 100);
    }

    /** The same, with none of its times longer than that. */
    Plan within(Duration longest) {
        return new Plan(shorter(warmUp, longest), shorter(window, longest), windows, percent);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

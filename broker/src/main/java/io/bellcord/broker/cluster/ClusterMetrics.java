package io.bellcord.broker.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What comes from other nodes. Safe for use by many threads. */
final class ClusterMetrics {
    private final Counter heard;
    private final Counter corrupt;
    private final Counter lost;
    private final Timer lag;

    /**
     * Of one node.
     *
     * @param followed how many providers are
     * @param cutOff how many of them are without their channel at the moment
     */
    ClusterMetrics(MeterRegistry meters, Supplier<Number> followed, Supplier<Number> cutOff) {
        heard = counter(meters, "in", "Positions heard from other nodes, those not newer included");
        corrupt = counter(meters, "corrupt", "Positions or messages of other nodes that could not be read");
        lost = counter(meters, "lost", "Times that a provider was cut off from other nodes");
        lag = Timer.builder("bellcord.cluster.lag")
                .description("From the time another node received a position until it was here, by both clocks")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        gauge(meters, "subscriptions", "Providers whose positions come from other nodes", followed);
        gauge(meters, "cut.off", "Those of them that are cut off from other nodes at the moment", cutOff);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("bellcord.cluster." + name)
                .description(description)
                .register(meters);
    }

    private static void gauge(MeterRegistry meters, String name, String description, Supplier<Number> value) {
        Gauge.builder("bellcord.cluster." + name, value)
                .description(description)
                .register(meters);
    }

    /** @param lagMillis since the other node received it; less than 0 where its clock is ahead: that is not counted */
    void heard(long lagMillis) {
        heard.increment();
        lag.record(lagMillis, TimeUnit.MILLISECONDS);
    }

    void corrupt(int positions) {
        corrupt.increment(positions);
    }

    void lost() {
        lost.increment();
    }
}

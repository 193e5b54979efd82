package io.bellcord.broker.cluster.clients;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What is counted of client identifiers among nodes. */
record ClaimMetrics(Counter takenOver, Counter corrupt) {
    /** @param waiting client identifiers that other nodes are not told of yet */
    static ClaimMetrics in(MeterRegistry meters, Supplier<Number> waiting) {
        Gauge.builder("bellcord.cluster.clients.waiting", waiting)
                .description("Clients of whose connection other nodes are not told yet")
                .register(meters);
        return new ClaimMetrics(
                Counter.builder("bellcord.cluster.clients.taken.over")
                        .description("Clients that were disconnected since they have connected at another node")
                        .register(meters),
                Counter.builder("bellcord.cluster.clients.corrupt")
                        .description("Messages of other nodes about clients that could not be read")
                        .register(meters));
    }
}

package io.bellcord.broker.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the feed costs. Safe for use by many threads. */
final class FeedMetrics {
    /** What a frame is for. */
    enum Use {
        LIVE,
        /** The newest of each for a rider whose socket was full meanwhile. */
        CATCH_UP,
        SNAPSHOT,
        ROUTE,
        DATASET,
        REFUSED
    }

    private record Sums(LongAdder frames, LongAdder bytes, LongAdder deliveries) {}

    private final Map<Use, Sums> sums = new EnumMap<>(Use.class);
    private final AtomicInteger riders = new AtomicInteger();
    private final AtomicInteger groups = new AtomicInteger();
    private final Counter refusalsDropped;
    private final Counter tooLarge;

    FeedMetrics(MeterRegistry meters) {
        for (Use use : Use.values()) {
            Sums ofUse = new Sums(new LongAdder(), new LongAdder(), new LongAdder());
            sums.put(use, ofUse);
            register(meters, "frames", use, ofUse.frames(), "Frames encoded for riders, each for one or for many");
            register(meters, "bytes", use, ofUse.bytes(), "Bytes written to riders, before TLS");
            register(meters, "deliveries", use, ofUse.deliveries(), "Messages written to riders");
        }
        Gauge.builder("bellcord.feed.riders", riders, AtomicInteger::get)
                .description("Clients that have subscribed")
                .register(meters);
        Gauge.builder("bellcord.feed.groups", groups, AtomicInteger::get)
                .description("Groups of riders who get the same frames")
                .register(meters);
        tooLarge = Counter.builder("bellcord.feed.too.large")
                .description("Vehicle positions not sent, as they were larger than the client's Maximum Packet Size")
                .register(meters);
        refusalsDropped = Counter.builder("bellcord.feed.refusals.dropped")
                .description("Refusals that nobody was told of: too many were waiting")
                .register(meters);
    }

    private static void register(MeterRegistry meters, String what, Use use, LongAdder sum, String description) {
        FunctionCounter.builder("bellcord.feed." + what, sum, LongAdder::doubleValue)
                .tag("use", use.name().toLowerCase(Locale.ROOT))
                .description(description)
                .register(meters);
    }

    void encoded(Use use) {
        of(use).frames().increment();
    }

    void sent(Use use, int bytes, int deliveries) {
        Sums ofUse = of(use);
        ofUse.bytes().add(bytes);
        ofUse.deliveries().add(deliveries);
    }

    void ridersChanged(int by) {
        riders.addAndGet(by);
    }

    void groupsChanged(int by) {
        groups.addAndGet(by);
    }

    void tooLarge() {
        tooLarge.increment();
    }

    void refusalDropped() {
        refusalsDropped.increment();
    }

    @SuppressWarnings("NullAway") // there is one of each
    private Sums of(Use use) {
        return sums.get(use);
    }
}

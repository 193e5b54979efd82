package io.bellcord.broker.ingest;

import io.bellcord.broker.ingest.Outcome.Accepted;
import io.bellcord.broker.ingest.Outcome.Ignored;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.ingest.Outcome.Superseded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Every counter exists from the start, so that a dashboard shows zero and not nothing. */
final class IngestMetrics {
    private final Counter accepted;
    private final Counter superseded;
    private final Counter ignored;
    private final Counter badEarlier;
    private final Counter bugs;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    IngestMetrics(MeterRegistry meters) {
        accepted = positions("accepted", meters);
        superseded = positions("superseded", meters);
        ignored = Counter.builder("bellcord.ignored")
                .description("Reports that are none of a position, and no mistake")
                .register(meters);
        badEarlier = Counter.builder("bellcord.buffered.refused")
                .description("Buffered earlier fixes that were not good")
                .register(meters);
        bugs = Counter.builder("bellcord.ingest.errors")
                .description("Errors in the broker itself while it took a position: look into its log")
                .register(meters);
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("bellcord.refused")
                            .description("Reports that were refused")
                            .tag("reason", reason.code())
                            .register(meters));
        }
    }

    void count(Outcome outcome) {
        switch (outcome) {
            case Accepted _ -> accepted.increment();
            case Superseded _ -> superseded.increment();
            case Ignored it -> ignored.increment();
            case Refused it -> Objects.requireNonNull(refused.get(it.reason())).increment();
        }
    }

    void countBadEarlier(int fixes) {
        if (fixes > 0) {
            badEarlier.increment(fixes);
        }
    }

    /** How many there were before. */
    double countBug() {
        double before = bugs.count();
        bugs.increment();
        return before;
    }

    private static Counter positions(String outcome, MeterRegistry meters) {
        return Counter.builder("bellcord.positions")
                .description("Good positions: accepted as the newest of their bus, or superseded by a newer one")
                .tag("outcome", outcome)
                .register(meters);
    }
}

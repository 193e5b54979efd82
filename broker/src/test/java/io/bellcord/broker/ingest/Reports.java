package io.bellcord.broker.ingest;

import static io.bellcord.broker.testing.Fleet.CLOCK;
import static io.bellcord.broker.testing.Fleet.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.transit.BusKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/** Reports of provider kb's bus 1001, received at {@link io.bellcord.broker.testing.Fleet#NOW}. */
final class Reports {
    static final BusKey BUS = BusKey.of("kb", "1001");

    private Reports() {}

    static Report of(String payload) {
        return of(payload.getBytes(UTF_8));
    }

    static Report of(byte[] payload) {
        return new Report(BUS, payload, NOW);
    }

    /** A position so many milliseconds from now, with further fields. */
    static String at(long millis, String... fields) {
        String more = fields.length == 0 ? "" : "," + String.join(",", fields);
        return "{\"ts\":" + NOW.plusMillis(millis).toEpochMilli() + ",\"lat\":37.5665,\"lon\":126.978" + more + "}";
    }

    /** What becomes of a payload when it is the first of its bus. */
    static Outcome outcomeOf(String payload) {
        return ingest().receive(of(payload));
    }

    static Ingest ingest() {
        return ingest(new SimpleMeterRegistry());
    }

    static Ingest ingest(SimpleMeterRegistry meters, PositionSink... sinks) {
        var positions = LastLocations.inMemory(Duration.ofHours(3), CLOCK);
        return new Ingest(IngestRules.Limits.DEFAULT, positions, List.of(sinks), meters);
    }
}

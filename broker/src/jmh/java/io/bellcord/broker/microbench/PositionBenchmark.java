package io.bellcord.broker.microbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.ingest.Ingest;
import io.bellcord.broker.ingest.IngestRules;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Report;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A position of usual size: read as ingest does it, written as Redis and riders get it. */
@State(Scope.Benchmark)
public class PositionBenchmark {
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final BusKey BUS = BusKey.of("kb", "b12-207");
    private static final byte[] NATIVE = """
            {"ts":1700000000000,"lat":43.733412,"lon":7.421873,"spd":8.3,"hdg":217,"acc":4,"odo":182734,"seq":91,\
            "src":"gps","st":"in_service","route":"1","dir":0,"occ":"FEW_SEATS_AVAILABLE","occp":62}""".getBytes(UTF_8);
    private static final byte[] SEED = """
            {"busId":"b12-207","location":{"latitude":"43.733412","longitude":"7.421873"}}""".getBytes(UTF_8);

    private final LastLocations positions =
            LastLocations.inMemory(Duration.ofHours(3), Clock.fixed(NOW, ZoneOffset.UTC));
    private final Ingest ingest =
            new Ingest(IngestRules.Limits.DEFAULT, positions, List.of(), new SimpleMeterRegistry());
    private final Position position = read();

    private Position read() {
        ingest.receive(new Report(BUS, NATIVE, NOW));
        return positions.find(BUS).orElseThrow();
    }

    /** From the payload to the outcome: dialect, fields, rules, newest wins (which it is not, after the first). */
    @Benchmark
    public Outcome ingestNative() {
        return ingest.receive(new Report(BUS, NATIVE, NOW));
    }

    @Benchmark
    public Outcome ingestSeed() {
        return ingest.receive(new Report(BUS, SEED, NOW));
    }

    @Benchmark
    public byte[] encode() {
        return PositionJson.encode(position, BusState.LIVE);
    }
}

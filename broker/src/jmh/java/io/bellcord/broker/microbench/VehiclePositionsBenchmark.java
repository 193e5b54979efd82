package io.bellcord.broker.microbench;

import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.gtfsrt.FeedDocument;
import io.bellcord.broker.gtfsrt.VehiclePositions;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Device;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The vehicle positions of 5 000 buses that say much: written anew when one or all have changed, and asked for again. */
@State(Scope.Benchmark)
public class VehiclePositionsBenchmark {
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final ProviderId KB = new ProviderId("kb");
    private static final int BUSES = 5_000;

    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            new Presence(),
            new SimpleMeterRegistry(),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private long second;
    private final InstantSource everyCallASecond = () -> NOW.plusSeconds(second);
    private final VehiclePositions positions = new VehiclePositions(
            board,
            _ -> Optional.empty(),
            _ -> Map.of(),
            Duration.ofDays(100),
            everyCallASecond,
            new SimpleMeterRegistry());

    public VehiclePositionsBenchmark() {
        for (int bus = 0; bus < BUSES; bus++) {
            report(bus, 0);
        }
    }

    private void report(int bus, long millis) {
        board.accept(new Position(
                BusKey.of("kb", "b12-" + bus),
                NOW.plusMillis(millis),
                NOW.plusMillis(millis),
                43.733412,
                7.421873,
                new Motion(8.3, 217.0, 4.0, null, 182734.0, 91L, null),
                null,
                new Trip("1", 0, "1-0800-" + bus, "20261122", "08:00:00"),
                new StopRelation("s-12", 5, StopRelation.Status.INCOMING_AT),
                new Occupancy(Occupancy.Status.FEW_SEATS_AVAILABLE, 62),
                Device.UNKNOWN,
                null));
    }

    @Benchmark
    public FeedDocument buildAfterAChange() {
        second++;
        report((int) (second % BUSES), second);
        return positions.newest(KB);
    }

    /** All buses have a new fix, as after a second in which each reported. */
    @Benchmark
    public FeedDocument buildAfterAllHaveChanged(Reported now) {
        return positions.newest(KB);
    }

    /** Before each build, and not measured. */
    @State(Scope.Thread)
    public static class Reported {
        @Setup(Level.Invocation)
        public void reportAll(VehiclePositionsBenchmark all) {
            all.second++;
            for (int bus = 0; bus < BUSES; bus++) {
                all.report(bus, all.second);
            }
        }
    }

    @Benchmark
    public FeedDocument askAgain() {
        return positions.newest(KB);
    }
}

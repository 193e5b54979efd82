package io.bellcord.broker.gtfsrt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.gtfs.ProviderGtfs;
import io.bellcord.broker.gtfs.TestGtfs;
import io.bellcord.broker.testing.FeedChecker;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VehiclePositionsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ProviderId KB = new ProviderId("kb");
    private static final Trip TRIP = new Trip("7", 1, "7-0800", "20261122", "8:00:00");
    private static final StopRelation STOP = new StopRelation("s-1", 5, StopRelation.Status.INCOMING_AT);

    private final TestClock clock = new TestClock(NOON);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            new Presence(),
            meters,
            clock);
    private Optional<ProviderGtfs> gtfs = Optional.empty();
    private Map<BusId, String> names = Map.of();
    private final VehiclePositions positions =
            new VehiclePositions(board, _ -> gtfs, _ -> names, Duration.ofSeconds(90), clock, meters);

    @AfterEach
    void stop() {
        board.close();
    }

    @Test
    void tellsAllThatTrackersSayInTheUnitsOfGtfsRealtime() {
        board.accept(report("1001", 0, null, TRIP));

        JsonNode vehicle = vehicles().getFirst();

        assertThat(vehicle.path("vehicle").path("id").asText()).isEqualTo("1001");
        assertThat(vehicle.path("vehicle").path("label").asText()).isEqualTo("1001");
        assertThat(vehicle.path("timestamp").asLong()).isEqualTo(NOON.getEpochSecond());
        assertThat((float) vehicle.path("position").path("latitude").asDouble()).isEqualTo(43.7f);
        assertThat((float) vehicle.path("position").path("longitude").asDouble())
                .isEqualTo(7.4f);
        assertThat((float) vehicle.path("position").path("speed").asDouble()).isEqualTo(8.33f);
        assertThat((float) vehicle.path("position").path("bearing").asDouble()).isEqualTo(271.5f);
        assertThat(vehicle.path("position").path("odometer").asDouble()).isEqualTo(1234567.8);
        assertThat(vehicle.path("trip").path("trip_id").asText()).isEqualTo("7-0800");
        assertThat(vehicle.path("trip").path("route_id").asText()).isEqualTo("7");
        assertThat(vehicle.path("trip").path("direction_id").asInt()).isEqualTo(1);
        assertThat(vehicle.path("trip").path("start_date").asText()).isEqualTo("20261122");
        assertThat(vehicle.path("trip").path("start_time").asText()).isEqualTo("08:00:00");
        assertThat(vehicle.path("stop_id").asText()).isEqualTo("s-1");
        assertThat(vehicle.path("current_stop_sequence").asInt()).isEqualTo(5);
        assertThat(vehicle.path("current_status").asText()).isEqualTo("0");
        assertThat(vehicle.path("occupancy_status").asText()).isEqualTo("2");
        assertThat(vehicle.path("occupancy_percentage").asInt()).isEqualTo(60);
    }

    @Test
    void callsABusByItsNameWhereItHasOne() {
        board.accept(report("1001", 0, null, TRIP));
        board.accept(report("1002", 0, null, TRIP));
        assertThat(labels()).containsExactly("1001", "1002");

        names = Map.of(new BusId("1002"), "Zest 12");
        clock.advance(Duration.ofSeconds(1));

        assertThat(labels()).containsExactly("1001", "Zest 12");
        assertThat(buses()).containsExactly("1001", "1002");
    }

    private List<String> labels() {
        return vehicles().stream()
                .map(one -> one.path("vehicle").path("label").asText())
                .toList();
    }

    @Test
    void everyOccupancyAndStopStatusHasItsWordInGtfsRealtime() {
        int bus = 0;
        for (Occupancy.Status status : Occupancy.Status.values()) {
            for (StopRelation.Status relation : StopRelation.Status.values()) {
                board.accept(position(
                        "b" + bus++,
                        0,
                        null,
                        Trip.UNKNOWN,
                        new StopRelation(null, 1, relation),
                        new Occupancy(status, null)));
            }
        }

        assertThat(vehicles())
                .extracting(one -> one.path("occupancy_status").asText()
                        + one.path("current_status").asText())
                .doesNotHaveDuplicates()
                .hasSize(27);
    }

    @Test
    void leavesOutOldPositionsAndBusesOutOfService() {
        board.accept(report("new", 0, null, TRIP));
        board.accept(report("old", -90_000, null, TRIP));
        board.accept(report("out", 0, ServiceStatus.OUT, TRIP));
        assertThat(buses()).containsExactly("new");

        clock.advance(Duration.ofSeconds(89));
        assertThat(buses()).containsExactly("new");
        clock.advance(Duration.ofSeconds(1));

        assertThat(buses()).isEmpty();
    }

    @Test
    void aBusOnItsWayToWorkServesNoTripAndNoStop() {
        board.accept(report("1001", 0, ServiceStatus.DEADHEAD, TRIP));

        assertThat(vehicles().getFirst().path("trip").isObject()).isFalse();
        assertThat(vehicles().getFirst().path("stop_id").asText()).isEmpty();
    }

    @Test
    void takesTheTimeOfReceiptForAFixFromTheFuture() {
        board.accept(report("1001", 45_000, null, TRIP));

        assertThat(vehicles().getFirst().path("timestamp").asLong()).isEqualTo(NOON.getEpochSecond());
    }

    @Test
    void isNotAheadOfItsHeaderWhereTheClockOfTheNodeThatReceivedItIs() {
        board.accept(report("1001", 5_000, null, TRIP));

        assertThat(vehicles().getFirst().path("timestamp").asLong()).isEqualTo(NOON.getEpochSecond());
    }

    @Test
    void theHeadersTimestampMovesOnlyWithTheContent() {
        board.accept(report("1001", 0, null, TRIP));
        FeedDocument first = positions.newest(KB);
        assertThat(first.timestamp()).isEqualTo(NOON);

        clock.advance(Duration.ofSeconds(10));
        assertThat(positions.newest(KB)).isSameAs(first);
        board.accept(report("out", 10_000, ServiceStatus.OUT, TRIP)); // a change, but not of what is told
        assertThat(positions.newest(KB)).isSameAs(first);
        clock.advance(Duration.ofSeconds(30)); // stale now, which is not told either
        assertThat(positions.newest(KB)).isSameAs(first);

        board.accept(report("1001", 30_000, null, TRIP));
        assertThat(positions.newest(KB).timestamp()).isEqualTo(NOON.plusSeconds(40));
        assertThat(positions.newest(KB)).isNotSameAs(first);
    }

    @Test
    void oneSecondHasOneContent() {
        board.accept(report("1001", 0, null, TRIP));
        FeedDocument first = positions.newest(KB);
        clock.advance(Duration.ofMillis(500));
        board.accept(report("1002", 500, null, TRIP));
        assertThat(positions.newest(KB)).isSameAs(first);

        clock.advance(Duration.ofMillis(500));

        assertThat(positions.newest(KB).timestamp()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void keepsTheOrderAndTheIdsOfEntities() {
        for (String bus : List.of("3", "1", "2")) {
            board.accept(report(bus, 0, null, TRIP));
        }
        assertThat(buses()).containsExactly("1", "2", "3");
        clock.advance(Duration.ofSeconds(1));
        board.accept(report("2", 1_000, null, TRIP));

        assertThat(buses()).containsExactly("1", "2", "3");
    }

    @Test
    void namesOnlyWhatTheProvidersGtfsHas() {
        gtfs = Optional.of(TestGtfs.good());
        board.accept(report("a", 0, null, new Trip("7", 0, "7-0800", "20261122", "08:00:00")));
        board.accept(report("b", 0, null, new Trip("7", 0, "extra", "20261122", "08:00:00")));
        board.accept(report("c", 0, null, new Trip("99", 0, null, null, null)));
        board.accept(report("d", 0, null, new Trip("8", null, "7-0800", null, null)));

        List<JsonNode> vehicles = vehicles();

        assertThat(vehicles.get(0).path("trip").path("trip_id").asText()).isEqualTo("7-0800");
        assertThat(vehicles.get(1).path("trip").path("trip_id").asText()).isEmpty();
        assertThat(vehicles.get(1).path("trip").path("start_date").asText()).isEmpty();
        assertThat(vehicles.get(1).path("trip").path("route_id").asText()).isEqualTo("7");
        assertThat(vehicles.get(2).path("trip").isObject()).isFalse();
        assertThat(vehicles.get(3).path("trip").path("trip_id").asText()).isEmpty();
        assertThat(vehicles.get(3).path("trip").path("route_id").asText()).isEqualTo("8");
        assertThat(vehicles)
                .allSatisfy(one -> assertThat(one.path("stop_id").asText()).isEqualTo("s-1"));
    }

    @Test
    void isWrittenAnewWhenAnotherGtfsIsLoaded() {
        board.accept(report("1001", 0, null, new Trip(null, null, "extra", null, null)));
        assertThat(vehicles().getFirst().path("trip").isObject()).isTrue();

        gtfs = Optional.of(TestGtfs.good());
        clock.advance(Duration.ofSeconds(1));

        assertThat(vehicles().getFirst().path("trip").isObject()).isFalse();
    }

    @Test
    void tellsTheSameInReadableJson() throws Exception {
        board.accept(report("1001", 0, null, TRIP));

        JsonNode json = new ObjectMapper().readTree(positions.newest(KB).json());

        assertThat(json.path("header").toString())
                .isEqualTo("{\"gtfs_realtime_version\":\"2.0\",\"incrementality\":\"FULL_DATASET\",\"timestamp\":"
                        + NOON.getEpochSecond() + "}");
        JsonNode vehicle = json.path("entity").get(0).path("vehicle");
        assertThat(vehicle.path("trip").path("trip_id").asText()).isEqualTo("7-0800");
        assertThat(vehicle.path("position").path("speed").asText()).isEqualTo("8.33");
        assertThat(vehicle.path("occupancy_status").asText()).isEqualTo("FEW_SEATS_AVAILABLE");
    }

    @Test
    void aProviderWithoutBusesHasAnEmptyDataset() {
        assertThat(vehicles()).isEmpty();
        assertThat(positions.newest(KB).vehicles()).isZero();
    }

    private List<JsonNode> vehicles() {
        return FeedChecker.check(positions.newest(KB).protobuf(), clock.instant());
    }

    private List<String> buses() {
        return vehicles().stream()
                .map(one -> one.path("vehicle").path("id").asText())
                .toList();
    }

    private static Position report(String bus, long millis, @Nullable ServiceStatus status, Trip trip) {
        return position(bus, millis, status, trip, STOP, new Occupancy(Occupancy.Status.FEW_SEATS_AVAILABLE, 60));
    }

    private static Position position(
            String bus,
            long millis,
            @Nullable ServiceStatus status,
            Trip trip,
            StopRelation stop,
            Occupancy occupancy) {
        Position plain = Position.at(
                BusKey.of("kb", bus), NOON.plusMillis(millis), NOON.plusMillis(Math.min(millis, 10_000)), 43.7, 7.4);
        return new Position(
                plain.bus(),
                plain.fixTime(),
                millis > 40_000 ? NOON : plain.fixTime(),
                plain.latitude(),
                plain.longitude(),
                new Motion(8.33, 271.5, 4.0, 38.0, 1234567.8, 42L, null),
                status,
                trip,
                stop,
                occupancy,
                plain.device(),
                null);
    }
}

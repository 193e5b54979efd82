package io.bellcord.broker.ingest;

import static io.bellcord.broker.ingest.Reports.at;
import static io.bellcord.broker.ingest.Reports.outcomeOf;
import static io.bellcord.broker.testing.Fleet.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.ingest.Outcome.Accepted;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.ingest.Outcome.Superseded;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IngestTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Position> passedOn = new ArrayList<>();
    private final Ingest ingest = Reports.ingest(meters, passedOn::add);

    @Test
    void acceptsAPositionAndHandsItOn() {
        Outcome outcome = receive(at(-1_000));

        Position expected = Position.at(Reports.BUS, NOW.minusMillis(1_000), NOW, 37.5665, 126.978);
        assertThat(outcome).isEqualTo(new Accepted(expected));
        assertThat(passedOn).containsExactly(expected);
        assertThat(positions("accepted")).isEqualTo(1);
    }

    @Test
    void countsARepeatAndAnOlderFixAsSupersededAndHandsNeitherOn() {
        receive(at(-1_000));

        assertThat(receive(at(-1_000))).isInstanceOf(Superseded.class);
        assertThat(receive(at(-2_000))).isInstanceOf(Superseded.class);

        assertThat(passedOn).hasSize(1);
        assertThat(positions("superseded")).isEqualTo(2);
    }

    @Test
    void countsARefusalByItsReasonAndHandsNothingOn() {
        receive("{}");
        ingest.refuse(Reason.NOT_ALLOWED, "bus/kb/1002 is not this tracker's topic");

        assertThat(passedOn).isEmpty();
        assertThat(refused("missing_field")).isEqualTo(1);
        assertThat(refused("not_allowed")).isEqualTo(1);
        assertThat(refused("too_old")).isZero();
    }

    @Test
    void takesOnlySoManyBusesOfAProviderAndGoesOnTakingThose() {
        var positions = LastLocations.inMemory(Duration.ofHours(3), Fleet.CLOCK);
        var limits = new IngestRules.Limits(Duration.ofMinutes(1), Duration.ofHours(3), 8_192, 2);
        var small = new Ingest(limits, positions, List.of(), meters);

        assertThat(small.receive(reportOf("kb", "1001", -2_000))).isInstanceOf(Accepted.class);
        assertThat(small.receive(reportOf("kb", "1002", -2_000))).isInstanceOf(Accepted.class);
        assertThat(small.receive(reportOf("kb", "1003", -2_000)))
                .isEqualTo(new Refused(
                        Reason.TOO_MANY_BUSES,
                        "the provider has 2 buses already, and this is another one: is its id right?"));

        assertThat(small.receive(reportOf("kb", "1001", -1_000))).isInstanceOf(Accepted.class);
        assertThat(small.receive(reportOf("mtr", "1003", -1_000))).isInstanceOf(Accepted.class);
        assertThat(positions.count(new ProviderId("kb"))).isEqualTo(2);
        assertThat(refused("too_many_buses")).isEqualTo(1);
    }

    private static Report reportOf(String provider, String bus, long millis) {
        return new Report(BusKey.of(provider, bus), at(millis).getBytes(UTF_8), NOW);
    }

    @Test
    void acceptsTheNewestOfABufferedUploadWhereverItStands() {
        Outcome outcome = receive(at(-9_000, "\"f\":[" + at(-8_000) + "," + at(-1_000) + "," + at(-7_000) + "]"));

        assertThat(timeOf(outcome)).isEqualTo(NOW.minusMillis(1_000));
        assertThat(passedOn).hasSize(1);
    }

    @Test
    void losesNoGoodFixToABadOneInABufferedUpload() {
        String buffered =
                "\"f\":[" + at(-500, "\"spd\":\"fast\"") + ",7," + at(-400, "\"lat\":91") + "," + at(90_000) + "]";

        assertThat(timeOf(receive(at(-1_000, buffered)))).isEqualTo(NOW.minusMillis(1_000));
        assertThat(timeOf(receive(at(-900, "\"f\":3")))).isEqualTo(NOW.minusMillis(900));

        assertThat(meters.counter("bellcord.buffered.refused").count()).isEqualTo(5);
    }

    @Test
    void acceptsABufferedUploadWithoutAFixOfItsOwn() {
        assertThat(timeOf(receive("{\"f\":[" + at(-2_000) + "," + at(-1_000) + "]}")))
                .isEqualTo(NOW.minusMillis(1_000));
    }

    @Test
    void tellsTheTrackerOfABadFixAlthoughABufferedOneIsGood() {
        assertThat(receive(at(0, "\"lat\":91", "\"f\":[" + at(-2_000) + "]")))
                .isEqualTo(new Refused(Reason.OUT_OF_RANGE, "lat must be -90 to 90 but is 91"));
    }

    @Test
    void takesAFixAtEitherEndOfTheTimeThatIsAllowed() {
        assertThat(outcomeOf(at(60_000))).isInstanceOf(Accepted.class);
        assertThat(outcomeOf(at(-3 * 3_600_000))).isInstanceOf(Accepted.class);
    }

    @Test
    void takesTheLastOfSeveralValuesOfAKeyAndNullAsNone() {
        Position position = positionOf(receive(at(0, "\"spd\":1", "\"spd\":2", "\"hdg\":9", "\"hdg\":null")));

        assertThat(position.motion().speed()).isEqualTo(2.0);
        assertThat(position.motion().bearing()).isNull();
    }

    @Test
    void takesNumbersForIdentifiersAndZeroAndOneForYesAndNo() {
        Position position = positionOf(receive(at(
                0,
                "\"bus\":1001",
                "\"route\":7",
                "\"sdate\":20261127",
                "\"fw\":1.10",
                "\"dir\":1.0",
                "\"door\":1",
                "\"ign\":0",
                "\"occ\":5",
                "\"unknown\":{\"a\":[1]}")));

        assertThat(position.trip().route()).isEqualTo("7");
        assertThat(position.trip().startDate()).isEqualTo("20261127");
        assertThat(position.trip().direction()).isEqualTo(1);
        assertThat(position.device().firmware()).isEqualTo("1.10");
        assertThat(position.device().doorOpen()).isTrue();
        assertThat(position.device().ignition()).isFalse();
        assertThat(position.occupancy().status()).isEqualTo(Occupancy.Status.FULL);
    }

    @Test
    void readsFixTimesWithAFractionOfAMillisecondAsBrowsersGiveThem() {
        assertThat(timeOf(receive("{\"ts\":1795766399000.4,\"lat\":1,\"lon\":2}")))
                .isEqualTo(NOW.minusMillis(1_000));
    }

    @Test
    void keepsEveryNumberOfExtAsItWasWritten() {
        assertThat(positionOf(receive(at(0, "\"ext\": { \"a\" : [1.10, 1e999, \"\\u00e9\"], \"b\":{ } }")))
                        .ext())
                .isEqualTo("{\"a\":[1.10,1e999,\"é\"],\"b\":{}}");
    }

    @Test
    void takesThePayloadsOfTheServiceBefore() {
        Position there = Position.at(Reports.BUS, NOW, NOW, 37.5, 127);

        assertThat(outcomeOf("{\"busId\":\"1001\",\"location\":{\"latitude\":\"37.5\",\"longitude\":\"127.0\"}}"))
                .isEqualTo(new Accepted(there));
        assertThat(outcomeOf(
                        "{\"busId\":1001,\"location\":{\"latitude\":37.5,\"longitude\":127},\"providerId\":\"kb\"}"))
                .isEqualTo(new Accepted(there));
        assertThat(outcomeOf("{\"location\":{\"longitude\":127,\"latitude\":37.5,\"z\":[]}}"))
                .isEqualTo(new Accepted(there));
    }

    @Test
    void goesOnWhenASinkFails() {
        var counted = new SimpleMeterRegistry();
        var broken = Reports.ingest(
                counted,
                position -> {
                    throw new IllegalStateException("a bug");
                },
                passedOn::add);

        assertThat(broken.receive(Reports.of(at(0)))).isInstanceOf(Accepted.class);

        assertThat(passedOn).hasSize(1);
        assertThat(counted.counter("bellcord.ingest.errors").count()).isEqualTo(1);
    }

    @Test
    void endsWithTheNewestWhenManyThreadsReceive() throws Exception {
        var newest = new ConcurrentLinkedQueue<Position>();
        var shared = Reports.ingest(meters, newest::add);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var done = IntStream.rangeClosed(1, 4)
                    .mapToObj(step -> threads.submit(() -> IntStream.rangeClosed(1, 2_000)
                            .forEach(i -> shared.receive(Reports.of(at(-10_000 + (i * step) % 2_001))))))
                    .toList();
            for (var one : done) {
                one.get();
            }
        }

        assertThat(shared.receive(Reports.of(at(-8_000)))).isInstanceOf(Superseded.class);
        assertThat(positions("accepted") + positions("superseded")).isEqualTo(8_001);
        assertThat(newest).extracting(Position::fixTime).doesNotHaveDuplicates().contains(NOW.minusMillis(8_000));
    }

    private Outcome receive(String payload) {
        return ingest.receive(Reports.of(payload));
    }

    private double positions(String outcome) {
        return meters.get("bellcord.positions")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double refused(String reason) {
        return meters.get("bellcord.refused").tag("reason", reason).counter().count();
    }

    private static Position positionOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        return ((Accepted) outcome).position();
    }

    private static Instant timeOf(Outcome outcome) {
        return positionOf(outcome).fixTime();
    }
}

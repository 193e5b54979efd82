package io.bellcord.broker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.gtfs.TestGtfs;
import io.bellcord.broker.ingest.Outcome.Accepted;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.transit.Trip;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With the GTFS of {@link io.bellcord.broker.testing.GtfsZips#good}. */
class TripRulesTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void givesATripAloneItsRouteAndDirection() {
        assertThat(tripOf(UnknownTrips.REFUSE, "\"trip\":\"7-0810\",\"stime\":\"08:10:00\""))
                .isEqualTo(new Trip("7", 1, "7-0810", null, "08:10:00"));
        assertThat(tripOf(UnknownTrips.REFUSE, "\"trip\":\"8-0900\",\"dir\":1"))
                .isEqualTo(new Trip("8", 1, "8-0900", null, null));
    }

    @Test
    void takesARouteAlone() {
        assertThat(tripOf(UnknownTrips.REFUSE, "\"route\":\"8\"")).isEqualTo(new Trip("8", null, null, null, null));
        assertThat(counted("route")).isZero();
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(outcomeOf(UnknownTrips.REFUSE, "\"trip\":\"none\",\"route\":\"7\""))
                .isEqualTo(new Refused(Reason.UNKNOWN_TRIP, "trip \"none\" is not in the provider's GTFS"));
        assertThat(outcomeOf(UnknownTrips.REFUSE, "\"route\":\"99\""))
                .isEqualTo(new Refused(Reason.UNKNOWN_ROUTE, "route \"99\" is not in the provider's GTFS"));
        assertThat(outcomeOf(UnknownTrips.REFUSE, "\"trip\":\"7-0800\",\"route\":\"8\""))
                .isEqualTo(new Refused(
                        Reason.UNKNOWN_TRIP, "trip \"7-0800\" is of route 7 in the provider's GTFS, not of 8"));
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(tripOf(UnknownTrips.DROP, "\"trip\":\"none\",\"route\":\"7\",\"sdate\":\"20261122\""))
                .isEqualTo(new Trip("7", null, null, null, null));
        assertThat(tripOf(UnknownTrips.DROP, "\"trip\":\"none\",\"route\":\"99\",\"dir\":1"))
                .isEqualTo(Trip.UNKNOWN);
        assertThat(counted("trip")).isEqualTo(2);
        assertThat(counted("route")).isEqualTo(1);
    }

    @Test
    void keepsWhatIsNotThereAndCountsIt() {
        assertThat(tripOf(UnknownTrips.KEEP, "\"trip\":\"none\",\"route\":\"99\""))
                .isEqualTo(new Trip("99", null, "none", null, null));
        assertThat(counted("trip")).isEqualTo(1);
    }

    @Test
    void believesEverythingWhereThereIsNoGtfs() {
        var rules = new TripRules(UnknownTrips.REFUSE, _ -> Optional.empty(), meters);

        assertThat(ingest(rules).receive(Reports.of(Reports.at(0, "\"trip\":\"none\""))))
                .isInstanceOf(Accepted.class);
    }

    private Trip tripOf(UnknownTrips unknown, String fields) {
        return ((Accepted) outcomeOf(unknown, fields)).position().trip();
    }

    private Outcome outcomeOf(UnknownTrips unknown, String fields) {
        var gtfs = Optional.of(TestGtfs.good());
        return ingest(new TripRules(unknown, _ -> gtfs, meters)).receive(Reports.of(Reports.at(0, fields)));
    }

    private Ingest ingest(TripRules rules) {
        var positions = LastLocations.inMemory(Duration.ofHours(3), Fleet.CLOCK);
        return new Ingest(IngestRules.Limits.DEFAULT, rules, positions, List.of(), meters);
    }

    private double counted(String field) {
        return meters.get("bellcord.ingest.unknown")
                .tag("field", field)
                .counter()
                .count();
    }
}

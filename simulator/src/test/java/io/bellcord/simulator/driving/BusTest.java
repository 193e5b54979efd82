package io.bellcord.simulator.driving;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.simulator.streets.Direction;
import io.bellcord.simulator.streets.Line;
import io.bellcord.simulator.streets.Operator;
import io.bellcord.simulator.streets.Place;
import io.bellcord.simulator.streets.Route;
import io.bellcord.simulator.streets.Stop;
import io.bellcord.simulator.streets.StreetMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BusTest {
    private static final Instant EIGHT = Instant.parse("2026-11-24T08:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double FASTEST = 40 / 3.6; // metres per second
    private static final double GPS = 2; // metres by which the error may change in a second

    static Stream<Route> everyRoute() {
        return StreetMap.monaco().routes().stream();
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void neverJumpsInAnHour(Route route) {
        var fixes = anHourOf(busOn(route, 1));

        for (var i = 1; i < fixes.size(); i++) {
            var before = fixes.get(i - 1);
            var metres = before.place().metresTo(fixes.get(i).place());
            assertThat(metres).isLessThanOrEqualTo(FASTEST + GPS);
            assertThat(fixes.get(i).speed()).isBetween(0.0, FASTEST);
            assertThat(fixes.get(i).odometer() - before.odometer()).isBetween(0.0, FASTEST + 0.001);
        }
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void staysOnItsStreets(Route route) {
        var fixes = anHourOf(busOn(route, 2));

        for (var i = 0; i < fixes.size(); i += 20) {
            assertThat(metresFromStreets(route, fixes.get(i).place())).isLessThan(3 * GpsError.ACCURACY);
        }
    }

    private static double metresFromStreets(Route route, Place place) {
        return route.directions().stream()
                .flatMap(direction -> Stream.of(direction.line(), direction.onward()))
                .mapToDouble(line -> line.metresFrom(place))
                .min()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void comesRoundAndRestsAtTheEnds(Route route) {
        var fixes = anHourOf(busOn(route, 3));

        assertThat(fixes).extracting(Fix::duty).contains(Duty.IN_SERVICE, Duty.LAYOVER);
        assertThat(fixes.getLast().odometer()).isGreaterThan(6_000);
        assertThat(fixes).filteredOn(fix -> fix.duty() == Duty.DEADHEAD).allMatch(fix -> fix.direction() == null);
    }

    @Test
    void halts8To20SecondsAtAStop() {
        var start = new Place(43.73, 7.42);
        var line = Line.through(List.of(start, start.moved(2_000, 0)));
        var back = Line.through(List.of(start.moved(2_000, 0), start));
        var direction = new Direction(0, line, List.of(new Stop("1", "Halfway", 1_000)), back);
        var bus = busOn(new Route(Operator.CAM, "7", "7", "Bus 7", "", "#000000", List.of(direction)), 4);

        var halts = haltsInService(anHourOf(bus));

        assertThat(halts).isNotEmpty().allSatisfy(seconds -> assertThat(seconds).isBetween(7, 21));
    }

    /** Seconds of each halt in service, those at the ends aside. */
    private static List<Integer> haltsInService(List<Fix> fixes) {
        var halts = new ArrayList<Integer>();
        var seconds = 0;
        for (var fix : fixes) {
            if (fix.speed() == 0 && fix.duty() == Duty.IN_SERVICE) {
                seconds++;
            } else if (seconds > 0) {
                if (fix.duty() == Duty.IN_SERVICE && fix.odometer() > 100) {
                    halts.add(seconds);
                }
                seconds = 0;
            }
        }
        return halts.stream().filter(halt -> halt > 1).toList();
    }

    @Test
    void drivesTheSameForTheSameSeedHoweverOftenItIsAsked() {
        var route = everyRoute().findFirst().orElseThrow();
        var often = busOn(route, 5);
        var seldom = busOn(route, 5);

        for (var i = 0; i < 600; i++) {
            often.drive(Duration.ofMillis(100));
        }
        seldom.drive(Duration.ofMinutes(1));

        assertThat(often.fix(EIGHT)).isEqualTo(seldom.fix(EIGHT));
    }

    @Test
    void drivesOtherwiseForAnotherSeed() {
        var route = everyRoute().findFirst().orElseThrow();

        assertThat(anHourOf(busOn(route, 6)).getLast())
                .isNotEqualTo(anHourOf(busOn(route, 7)).getLast());
    }

    @Test
    void countsItsFixesAndDoesNotMoveWhenTheClockIsSetBack() {
        var bus = busOn(everyRoute().findFirst().orElseThrow(), 8);
        bus.drive(Duration.ofSeconds(30));
        var before = bus.fix(EIGHT);

        bus.drive(Duration.ofSeconds(-10));

        var after = bus.fix(EIGHT);
        assertThat(after.place()).isEqualTo(before.place());
        assertThat(after.sequence()).isEqualTo(2);
    }

    @Test
    void spreadsAFleetOverAllRoutes() {
        var routes = StreetMap.monaco().routesOf("cam");
        var ids = Stream.iterate(1001, id -> id + 1)
                .limit(40)
                .map(String::valueOf)
                .toList();

        var buses = new Depot(routes, 1).sendOut(ids);

        assertThat(buses).extracting(Bus::id).isEqualTo(ids);
        assertThat(buses)
                .extracting(bus -> bus.fix(EIGHT).route())
                .containsAll(routes.stream().map(Route::id).toList());
    }

    private static Bus busOn(Route route, long seed) {
        return new Depot(List.of(route), seed).sendOut(List.of("1001")).getFirst();
    }

    private static List<Fix> anHourOf(Bus bus) {
        var fixes = new ArrayList<Fix>();
        for (var second = 0; second < 3600; second++) {
            bus.drive(SECOND);
            fixes.add(bus.fix(EIGHT.plusSeconds(second)));
        }
        return fixes;
    }
}

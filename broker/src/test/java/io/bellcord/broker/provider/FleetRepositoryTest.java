package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetRepositoryTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final Route ROUTE_1 =
            new Route(new RouteId("1"), "Star Ferry – Lok Fu", Optional.of("via Nathan Road"), Optional.of("CC0000"));
    private static final Route ROUTE_2 = new Route(new RouteId("2"), "Lok Fu", Optional.empty(), Optional.empty());

    private final Database database = TestPostgres.newDatabase();
    private final FleetRepository fleet = new FleetRepository(database);

    @BeforeEach
    void addProvider() {
        new ProviderRepository(database).add(new Provider(KB, "Kowloon Bus", true, false, List.of()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void listsTheRoutesThatWereAdded() {
        fleet.addRoutes(KB, List.of(ROUTE_2, ROUTE_1));

        assertThat(fleet.listRoutes(KB)).containsExactly(ROUTE_1, ROUTE_2);
        assertThat(fleet.listRoutes(new ProviderId("metro"))).isEmpty();
    }

    @Test
    void addsNoRouteIfOneIsThere() {
        fleet.addRoutes(KB, List.of(ROUTE_1));

        assertThatThrownBy(() -> fleet.addRoutes(KB, List.of(ROUTE_1, ROUTE_2)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Provider kb already has the routes 1; leave them out. Nothing was added");
        assertThat(fleet.listRoutes(KB)).containsExactly(ROUTE_1);
    }

    @Test
    void addsAWholeFleetAtOnce() {
        List<BusId> buses = IntStream.range(0, 20_000)
                .mapToObj(n -> new BusId("bus-%05d".formatted(n)))
                .toList();

        fleet.addBuses(KB, buses);

        assertThat(fleet.listBuses(KB)).isEqualTo(buses);
    }

    @Test
    void addsNothingWhenThereIsNothingToAdd() {
        fleet.addBuses(KB, List.of());

        assertThat(fleet.listBuses(KB)).isEmpty();
    }

    @Test
    void refusesRoutesAndBusesOfAProviderThatIsNotThere() {
        var nobody = new ProviderId("nobody");

        assertThatThrownBy(() -> fleet.addRoutes(nobody, List.of(ROUTE_1)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("There is no provider nobody; there are kb");
        assertThatThrownBy(() -> fleet.addBuses(nobody, List.of(new BusId("1"))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesAColourThatIsNone() {
        assertThatThrownBy(() -> new Route(new RouteId("1"), "One", Optional.empty(), Optional.of("red")))
                .hasMessageContaining("RRGGBB")
                .hasMessageContaining("red");
    }
}

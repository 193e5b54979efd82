package io.bellcord.broker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.cli.TryOut;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.GtfsFeed;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoDataTest {
    private final Database database = TestPostgres.newDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sharesTheBusesOut() {
        assertThat(new DemoData(60).busCount()).isEqualTo(60);
        assertThat(new DemoData(3).busCount()).isEqualTo(3);
        assertThat(new DemoData(1).busCount()).as("one for each provider").isEqualTo(2);
        assertThat(new DemoData(0).busCount()).isZero();
    }

    @Test
    void addsProvidersRoutesAndBusesAndATokenForEachBus() {
        var data = new DemoData(5);

        List<Provider> providers = data.addTo(database);

        assertThat(providers).extracting(each -> each.id().value()).containsExactly("cam", "azur");
        var fleet = new FleetRepository(database);
        assertThat(fleet.listRoutes(new ProviderId("cam")))
                .hasSize(7)
                .allSatisfy(route -> assertThat(route.colour()).isPresent());
        assertThat(fleet.listBuses(new ProviderId("cam"))).hasSize(3);
        assertThat(fleet.listBuses(new ProviderId("azur"))).hasSize(2);
        assertThat(data.trackerTokens(providers, new TryOut(Clock.systemUTC()))).hasSize(5);
    }

    @Test
    void putsStopsWhereTheyAreOnTheLinesOfTheMap() {
        GtfsFeed gtfs = DemoGtfs.of(DemoProvider.all().getFirst());

        assertThat(gtfs.lines()).hasSize(13);
        assertThat(gtfs.stops()).hasSizeGreaterThan(50).allSatisfy(stop -> {
            assertThat(stop.latitude()).isBetween(43.72, 43.76);
            assertThat(stop.longitude()).isBetween(7.40, 7.45);
        });
    }

    @Test
    void keepsTheKeysOfADemoBeforeAndAddsOnlyWhatIsMissing() {
        List<Provider> before = new DemoData(4).addTo(database);

        List<Provider> after = new DemoData(6).addTo(database);

        assertThat(after).isEqualTo(before);
        assertThat(new FleetRepository(database).listBuses(new ProviderId("azur")))
                .hasSize(3);
    }
}

package io.bellcord.broker.gtfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.audit.AuditEntry;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.file.GtfsReader;
import io.bellcord.broker.gtfs.file.Limits;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.testing.GtfsZips;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class GtfsDirectoryTest {
    private static final Database database = TestPostgres.newDatabase();
    private static final GtfsRepository repository = new GtfsRepository(database);
    private static final FleetRepository fleets = new FleetRepository(database);

    @TempDir
    private Path folder;

    private ProviderId provider;

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void addProvider(TestInfo test) {
        provider = new ProviderId(test.getTestMethod().orElseThrow().getName());
        var key = ProviderKey.of("k1", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
        new ProviderRepository(database).add(new Provider(provider, "One", true, false, List.of(key)));
    }

    @Test
    void keepsWhatWasImported() throws Exception {
        repository.replace(provider, "gtfs.zip", feed(GtfsZips.good()));

        ProviderGtfs kept = repository.find(provider).orElseThrow();

        assertThat(kept.stops()).extracting(Stop::id).containsExactly("s-1", "s-2", "s-3");
        assertThat(kept.stops().getFirst())
                .isEqualTo(new Stop("s-1", Optional.of("101"), "Ferry, \"Pier 7\"", 37.5, 127.0));
        assertThat(kept.trip("7-0810")).contains(new ScheduledTrip("7-0810", new RouteId("7"), 1));
        assertThat(kept.trip("8-0900")).contains(new ScheduledTrip("8-0900", new RouteId("8"), null));
        assertThat(kept.trip("none")).isEmpty();
        assertThat(kept.hasRoute("7")).isTrue();
        assertThat(kept.hasRoute("9")).isFalse();
        assertThat(kept.hasStop("s-3")).isTrue();
        assertThat(kept.hasStop("station")).isFalse();
        assertThat(kept.lines()).isEqualTo(feed(GtfsZips.good()).lines());
        assertThat(kept.routes()).isEqualTo(feed(GtfsZips.good()).routes());
    }

    @Test
    void replacesAllThatWasThereBefore() throws Exception {
        fleets.addRoutes(
                provider,
                List.of(
                        new Route(new RouteId("7"), "Seven", Optional.empty(), Optional.empty()),
                        new Route(new RouteId("old"), "Old", Optional.empty(), Optional.empty())));
        repository.replace(provider, "gtfs.zip", feed(GtfsZips.good()));
        repository.replace(
                provider,
                "gtfs.zip",
                feed(GtfsZips.good()
                        .with("routes.txt", "route_id,route_short_name,route_type\n7,Seven,3\n")
                        .with("trips.txt", "route_id,trip_id\n7,new\n")));

        assertThat(fleets.listRoutes(provider)).extracting(Route::name).containsExactly("Seven");
        assertThat(repository.find(provider).orElseThrow().trip("new")).isPresent();
        assertThat(repository.find(provider).orElseThrow().trip("7-0800")).isEmpty();
    }

    @Test
    void changesNothingWhereOneRowIsNotTaken() throws Exception {
        repository.replace(provider, "gtfs.zip", feed(GtfsZips.good()));
        GtfsFeed good = feed(GtfsZips.good());
        var twice = new GtfsFeed(
                "Other",
                "UTC",
                good.routes().subList(0, 1),
                good.stops(),
                List.of(good.trips().get(0), good.trips().get(0)),
                List.of());

        assertThatThrownBy(() -> repository.replace(provider, "gtfs.zip", twice))
                .rootCause()
                .hasMessageContaining("gtfs_trip_pkey");

        assertThat(repository.find(provider).orElseThrow().trip("8-0900")).isPresent();
        assertThat(fleets.listRoutes(provider)).hasSize(2);
    }

    @Test
    void refusesAProviderThatIsNotThere() {
        assertThatThrownBy(() -> repository.replace(new ProviderId("nobody"), "gtfs.zip", feed(GtfsZips.good())))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void followsImportsWithinSecondsAndTellsOfThem() throws Exception {
        try (GtfsDirectory directory = GtfsDirectory.open(database)) {
            var told = new java.util.concurrent.ConcurrentLinkedQueue<ProviderId>();
            directory.onChange(told::add);
            assertThat(directory.find(provider)).isEmpty();

            repository.replace(provider, "gtfs.zip", feed(GtfsZips.good()));
            await().until(() -> directory.find(provider).isPresent());
            repository.replace(provider, "gtfs.zip", feed(GtfsZips.good().plus("trips.txt", "7,daily,extra,0,to")));

            await().until(() ->
                    directory.find(provider).flatMap(gtfs -> gtfs.trip("extra")).isPresent());
            assertThat(told).contains(provider);
        }
    }

    @Test
    void isToldOfInTheAudit() throws Exception {
        repository.replace(provider, "gtfs.zip", feed(GtfsZips.good()));

        List<AuditEntry> told = new AuditLog(database)
                .list(new AuditLog.Selection(
                        Optional.of(provider.value()), Optional.of("gtfs"), java.time.Instant.EPOCH, 10));

        assertThat(told)
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("gtfs added"));
    }

    /** A large city's: 45 000 trips of 300 routes, with shapes. */
    @Test
    void takesALargeFeedIn() throws Exception {
        var routes = new StringBuilder("route_id,route_short_name,route_type\n");
        var stops = new StringBuilder("stop_id,stop_name,stop_lat,stop_lon\n");
        var trips = new StringBuilder("route_id,service_id,trip_id,direction_id,shape_id\n");
        var shapes = new StringBuilder("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n");
        for (int route = 0; route < 300; route++) {
            routes.append("r%d,%d,3%n".formatted(route, route));
            for (int trip = 0; trip < 150; trip++) {
                trips.append("r%d,daily,r%d-%d-weekday,%d,r%d-%d%n"
                        .formatted(route, route, trip, trip % 2, route, trip % 2));
            }
            for (int point = 0; point < 800; point++) {
                shapes.append("r%d-%d,%.6f,%.6f,%d%n"
                        .formatted(route, point % 2, 37 + route * 1e-3, 127 + point * 1e-4, point));
            }
        }
        for (int stop = 0; stop < 8_000; stop++) {
            stops.append("s%d,Stop %d,%.5f,127%n".formatted(stop, stop, 37 + stop * 1e-5));
        }

        GtfsFeed feed = feed(GtfsZips.good()
                .with("routes.txt", routes.toString())
                .with("stops.txt", stops.toString())
                .with("trips.txt", trips.toString())
                .with("shapes.txt", shapes.toString()));
        repository.replace(provider, "gtfs.zip", feed);
        repository.replace(provider, "gtfs.zip", feed); // and again, as every season
        ProviderGtfs kept = repository.find(provider).orElseThrow();

        assertThat(kept.tripCount()).isEqualTo(45_000);
        assertThat(kept.trip("r299-149-weekday"))
                .contains(new ScheduledTrip("r299-149-weekday", new RouteId("r299"), 1));
        assertThat(kept.stops()).hasSize(8_000);
        assertThat(kept.lines()).hasSize(600);
    }

    private GtfsFeed feed(GtfsZips zip) throws Exception {
        return GtfsReader.read(zip.write(folder), Limits.USUAL);
    }
}

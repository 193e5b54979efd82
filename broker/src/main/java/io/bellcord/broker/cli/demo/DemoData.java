package io.bellcord.broker.cli.demo;

import io.bellcord.broker.cli.TryOut;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.GtfsRepository;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.BusId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The demo's providers in the database. What is there already stays as it is, its keys above all: tokens of an earlier
 * demo still count, and what somebody tried out with the admin commands is not undone.
 */
final class DemoData {
    /** A demo may run for weeks, and its tokens stand in somebody's scripts. */
    static final Duration TOKENS_LAST = Duration.ofDays(30);

    private static final int BUSES_APART = 1_000;

    private final List<DemoProvider> providers = DemoProvider.all();
    private final List<List<BusId>> buses;

    /** With so many buses, shared out; at least one for each provider, or none at all. */
    DemoData(int buses) {
        this.buses = IntStream.range(0, providers.size())
                .mapToObj(number -> numbered(number, share(number, buses)))
                .toList();
    }

    private int share(int number, int all) {
        return all == 0 ? 0 : Math.max(1, (all + providers.size() - 1 - number) / providers.size());
    }

    private static List<BusId> numbered(int provider, int count) {
        int first = (provider + 1) * BUSES_APART + 1;
        return IntStream.range(first, first + count)
                .mapToObj(bus -> new BusId(Integer.toString(bus)))
                .toList();
    }

    int busCount() {
        return buses.stream().mapToInt(List::size).sum();
    }

    int routeCount() {
        return providers.stream().mapToInt(provider -> provider.routes().size()).sum();
    }

    /** Adds what is missing; returns the providers in the order of the file. */
    List<Provider> addTo(Database database) {
        var repository = new ProviderRepository(database);
        var timetables = new GtfsRepository(database);
        var fleets = new FleetRepository(database);
        for (int i = 0; i < providers.size(); i++) {
            add(repository, timetables, fleets, providers.get(i), buses.get(i));
        }
        return providers.stream().map(each -> repository.get(each.id())).toList();
    }

    private static void add(
            ProviderRepository repository,
            GtfsRepository timetables,
            FleetRepository fleets,
            DemoProvider provider,
            List<BusId> buses) {
        if (repository.list().stream().noneMatch(known -> known.id().equals(provider.id()))) {
            var key = ProviderKey.of("demo", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
            repository.add(new Provider(provider.id(), provider.name(), true, true, List.of(key)));
        }
        if (!timetables.has(provider.id())) {
            timetables.replace(provider.id(), "OpenStreetMap", DemoGtfs.of(provider));
        }
        var known = Set.copyOf(fleets.listBuses(provider.id()));
        fleets.addBuses(
                provider.id(),
                buses.stream().filter(Predicate.not(known::contains)).toList());
    }

    /** One token a bus, in the order of the providers given. */
    List<String> trackerTokens(List<Provider> stored, TryOut tokens) {
        return IntStream.range(0, stored.size())
                .boxed()
                .flatMap(i -> trackerTokens(stored.get(i), buses.get(i), tokens))
                .toList();
    }

    private static Stream<String> trackerTokens(Provider provider, List<BusId> buses, TryOut tokens) {
        return buses.stream().map(bus -> tokens.tracker(provider, bus, TOKENS_LAST));
    }
}

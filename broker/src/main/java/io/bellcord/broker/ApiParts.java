package io.bellcord.broker;

import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.events.EventFeed;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.http.fleet.EventCalls;
import io.bellcord.broker.http.fleet.ProviderCalls;
import io.bellcord.broker.http.fleet.Stored;
import io.bellcord.broker.http.fleet.StreamPlaces;
import io.bellcord.broker.http.fleet.VehicleCalls;
import io.bellcord.broker.http.fleet.VehicleLists;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.ProviderDirectory;
import io.bellcord.broker.provider.RouteLists;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The parts of the JSON API that riders use. Closing ends their streams. */
final class ApiParts implements AutoCloseable {
    private final ProviderDirectory directory;
    private final EventFeed events;
    private final VehicleCalls vehicles;
    private final EventCalls streams;

    /** @param stored is waited for before the board is read */
    ApiParts(Wiring wiring, ProviderDirectory directory, Board board, Stored stored) {
        this.directory = directory;
        BrokerConfig config = wiring.config();
        Clock clock = wiring.clock();
        Duration tick = config.feed().tick();
        vehicles = new VehicleCalls(new VehicleLists(board, stored, tick, Ticker.system()), stored, board::find);
        events = new EventFeed(board, tick);
        // Of their own: the other's are the clients that MQTT waits for when it stops.
        LiveGrants readers = new LiveGrants(grant -> grant.stillHolds(directory.providers(), clock.instant()));
        directory.onChange(_ -> readers.recheck());
        BrokerConfig.Http.Streams most = config.http().streams();
        StreamPlaces places = new StreamPlaces(most.total(), most.perProvider(), wiring.meters());
        streams = new EventCalls(
                events, stored, readers, places, wiring.settings().streaming(), clock);
    }

    List<Call> calls(Database database) {
        RouteLists routes = new RouteLists(new FleetRepository(database)::listRoutes, Ticker.system());
        ProviderCalls providers = new ProviderCalls(directory::providers, routes::list);
        return Stream.of(providers.calls(), vehicles.calls(), streams.calls())
                .flatMap(List::stream)
                .toList();
    }

    /** Whether somebody reads a provider's events. */
    boolean isWatched(ProviderId provider) {
        return events.isWatched(provider);
    }

    @Override
    public void close() {
        events.close();
    }
}

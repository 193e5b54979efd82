package io.bellcord.broker;

import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionLoader;
import io.bellcord.broker.positions.PositionWriter;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderDirectory;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a position comes by once it is accepted: the store, the picture of every bus, and riders. */
record PositionParts(
        LastLocations stored,
        LastLocations current,
        PositionWriter writer,
        Board board,
        Presence presence,
        Function<ProviderId, CompletableFuture<Void>> loader,
        Feed feed) {
    static PositionParts open(Wiring wiring, ProviderDirectory directory) {
        BrokerConfig config = wiring.config();
        PartSettings settings = wiring.settings();
        MeterRegistry meters = wiring.meters();
        Clock clock = wiring.clock();
        Duration retention = config.positions().retention();
        Redis redis = wiring.open(Redis.connect(config.redis().url()));
        LastLocations stored = wiring.open(LastLocations.in(redis, retention, clock, meters));
        LastLocations current = wiring.open(LastLocations.inMemory(retention, clock));
        PositionWriter writer = PositionWriter.start(stored, clock, meters);
        wiring.open(() -> writer.close(config.shutdown().grace()));

        Presence presence = new Presence();
        Board board = wiring.open(new Board(settings.states(), presence, meters, clock));
        PositionLoader loader = wiring.open(new PositionLoader(stored, current, board::accept));
        loader.loadAll(directory.providers().list().stream().map(Provider::id).toList());
        Feed feed = new Feed(
                board,
                settings.feed(),
                loader::ensureLoaded,
                id -> directory.providers().find(id).flatMap(Provider::minInterval),
                meters,
                Ticker.system());
        return new PositionParts(stored, current, writer, board, presence, loader::ensureLoaded, feed);
    }

    /** What keeps positions from being stored. */
    Optional<String> problem() {
        return writer.failingSince()
                .map(since -> "positions are not stored since " + since + "; riders still get them live");
    }
}

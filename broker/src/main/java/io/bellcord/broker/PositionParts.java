package io.bellcord.broker;

import io.bellcord.broker.cluster.Cluster;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionLoader;
import io.bellcord.broker.positions.PositionWriter;
import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderDirectory;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What a position comes by once it is accepted: the store, the picture of every bus, and riders. */
record PositionParts(
        LastLocations stored,
        LastLocations current,
        PositionWriter writer,
        Board board,
        Presence presence,
        Cluster cluster,
        Feed feed) {
    static PositionParts open(Wiring wiring, ProviderDirectory directory) {
        BrokerConfig config = wiring.config();
        PartSettings settings = wiring.settings();
        MeterRegistry meters = wiring.meters();
        Clock clock = wiring.clock();
        Duration retention = config.positions().retention();
        Redis redis = wiring.open(Redis.connect(config.redis().urls()));
        Announcements announcements = new Announcements(NodeId.create());
        LastLocations stored = wiring.open(LastLocations.in(redis, announcements, retention, clock, meters));
        LastLocations current = wiring.open(LastLocations.inMemory(retention, clock));
        PositionWriter writer = PositionWriter.start(stored, clock, meters);
        wiring.open(() -> writer.close(config.shutdown().grace()));
        writer.onRecovered(shard -> current(directory, stored, current, shard).forEach(writer::offer));

        Presence presence = new Presence();
        Board board = wiring.open(new Board(settings.states(), presence, meters, clock));
        PositionLoader loader = wiring.open(new PositionLoader(stored, current, board::accept, writer::offer));
        Channels channels = wiring.open(Channels.over(redis));
        Cluster cluster = wiring.open(Cluster.join(
                new Cluster.Parts(channels, announcements, loader, current, board::accept),
                config.cluster().linger(),
                meters,
                clock,
                Ticker.system()));
        Feed feed = new Feed(
                board,
                settings.feed(),
                cluster::follow,
                id -> directory.providers().find(id).flatMap(Provider::minInterval),
                meters,
                Ticker.system());
        cluster.followWhile(feed::isWatched);
        return new PositionParts(stored, current, writer, board, presence, cluster, feed);
    }

    /** What this node knows of the providers on a shard. */
    private static Stream<Position> current(
            ProviderDirectory directory, LastLocations stored, LastLocations current, Shard shard) {
        return directory.providers().list().stream()
                .map(Provider::id)
                .filter(provider -> stored.shardOf(provider).equals(shard))
                .flatMap(provider -> current.list(provider).stream());
    }

    /** What keeps positions from being stored. */
    Optional<String> problem() {
        return writer.failingSince()
                .map(since -> "positions are not stored since " + since + "; riders still get them live");
    }
}

package io.bellcord.broker;

import io.bellcord.broker.cluster.Cluster;
import io.bellcord.broker.cluster.clients.Claims;
import io.bellcord.broker.cluster.clients.SharedClaims;
import io.bellcord.broker.cluster.presence.PresenceBeat;
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
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a position comes by once it is accepted: the store, the picture of every bus, riders here and at other nodes. */
record PositionParts(
        LastLocations stored,
        LastLocations current,
        PositionWriter writer,
        Board board,
        Presence presence,
        Cluster cluster,
        Claims claims,
        Function<ProviderId, CompletableFuture<Void>> follow,
        Feed feed) {
    static PositionParts open(Wiring wiring, ProviderDirectory directory) {
        Duration retention = wiring.config().positions().retention();
        Redis redis = wiring.open(Redis.connect(wiring.config().redis().urls()));
        NodeId node = NodeId.create();
        Announcements announcements = new Announcements(node);
        LastLocations stored =
                wiring.open(LastLocations.in(redis, announcements, retention, wiring.clock(), wiring.meters()));
        LastLocations current = wiring.open(LastLocations.inMemory(retention, wiring.clock()));
        PositionWriter writer = writer(wiring, directory, stored, current);

        Presence presence = new Presence();
        Board board = wiring.open(new Board(wiring.settings().states(), presence, wiring.meters(), wiring.clock()));
        PositionLoader loader = wiring.open(new PositionLoader(stored, current, board::accept, writer::offer));
        Channels channels = wiring.open(Channels.over(redis));
        Cluster cluster = cluster(wiring, new Cluster.Parts(channels, announcements, loader, current, board::accept));
        Function<ProviderId, CompletableFuture<Void>> follow =
                presenceBeat(wiring, presence, board, redis, cluster).after(cluster::follow);
        Feed feed = feed(wiring, directory, board, follow);
        cluster.followWhile(feed::isWatched);
        Claims claims = wiring.open(SharedClaims.start(redis, channels, node, wiring.meters()));
        return new PositionParts(stored, current, writer, board, presence, cluster, claims, follow, feed);
    }

    private static PositionWriter writer(
            Wiring wiring, ProviderDirectory directory, LastLocations stored, LastLocations current) {
        PositionWriter writer = PositionWriter.start(stored, wiring.clock(), wiring.meters());
        wiring.open(() -> writer.close(wiring.config().shutdown().grace()));
        writer.onRecovered(shard -> newestOf(shard, directory, stored, current).forEach(writer::offer));
        return writer;
    }

    /** What this node knows of the providers on a shard. */
    private static Stream<Position> newestOf(
            Shard shard, ProviderDirectory directory, LastLocations stored, LastLocations current) {
        return directory.providers().list().stream()
                .map(Provider::id)
                .filter(provider -> stored.shardOf(provider).equals(shard))
                .flatMap(provider -> current.list(provider).stream());
    }

    private static Cluster cluster(Wiring wiring, Cluster.Parts parts) {
        Duration linger = wiring.config().cluster().linger();
        return wiring.open(Cluster.join(parts, linger, wiring.meters(), wiring.clock(), Ticker.system()));
    }

    private static PresenceBeat presenceBeat(
            Wiring wiring, Presence presence, Board board, Redis redis, Cluster cluster) {
        Duration interval = wiring.settings().presenceBeat();
        return wiring.open(PresenceBeat.start(presence, board, redis, interval, cluster::isFollowed, wiring.meters()));
    }

    private static Feed feed(
            Wiring wiring,
            ProviderDirectory directory,
            Board board,
            Function<ProviderId, CompletableFuture<Void>> follow) {
        return new Feed(
                board,
                wiring.settings().feed(),
                follow,
                id -> directory.providers().find(id).flatMap(Provider::minInterval),
                wiring.meters(),
                Ticker.system());
    }

    /** What keeps positions from being stored. */
    Optional<String> problem() {
        return writer.failingSince()
                .map(since -> "positions are not stored since " + since + "; riders still get them live");
    }
}

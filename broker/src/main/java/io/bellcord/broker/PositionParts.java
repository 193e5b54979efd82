package io.bellcord.broker;

import io.bellcord.broker.cluster.Cluster;
import io.bellcord.broker.cluster.clients.Claims;
import io.bellcord.broker.cluster.clients.SharedClaims;
import io.bellcord.broker.cluster.presence.PresenceBeat;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionLoader;
import io.bellcord.broker.positions.PositionWriter;
import io.bellcord.broker.positions.Rewriter;
import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderDirectory;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.tls.Authorities;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a position comes by once it is accepted: the store, the picture of every bus, riders here and at other nodes. */
record PositionParts(
        LastLocations stored,
        LastLocations current,
        PositionWriter writer,
        Rewriter rewriter,
        Board board,
        Presence presence,
        Cluster cluster,
        Claims claims,
        Function<ProviderId, CompletableFuture<Void>> follow,
        Feed feed) {
    static PositionParts open(Wiring wiring, ProviderDirectory directory) {
        Duration retention = wiring.config().positions().retention();
        Redis redis = wiring.open(redis(wiring.config().redis()));
        NodeId node = NodeId.create();
        Announcements announcements = new Announcements(node);
        LastLocations stored =
                wiring.open(LastLocations.in(redis, announcements, retention, wiring.clock(), wiring.meters()));
        LastLocations current = wiring.open(LastLocations.inMemory(retention, wiring.clock()));
        PositionWriter writer = writer(wiring, stored);

        Presence presence = new Presence();
        Board board = wiring.open(new Board(wiring.settings().states(), presence, wiring.meters(), wiring.clock()));
        PositionLoader loader = wiring.open(new PositionLoader(stored, current, board::accept, writer::offer));
        Rewriter rewriter = rewriter(wiring, directory, redis, current, writer);
        Channels channels = wiring.open(Channels.over(redis));
        Cluster cluster = cluster(wiring, new Cluster.Parts(channels, announcements, loader, current, board::accept));
        Function<ProviderId, CompletableFuture<Void>> follow =
                presenceBeat(wiring, presence, board, redis, cluster).after(cluster::follow);
        Feed feed = feed(wiring, directory, board, follow);
        cluster.followWhile(feed::isWatched);
        Claims claims = wiring.open(SharedClaims.start(redis, channels, node, wiring.meters(), Ticker.system()));
        return new PositionParts(stored, current, writer, rewriter, board, presence, cluster, claims, follow, feed);
    }

    private static Redis redis(BrokerConfig.Redis at) {
        return Redis.connect(at.urls(), at.authority().map(file -> Authorities.of("bellcord.redis.authority", file)));
    }

    private static PositionWriter writer(Wiring wiring, LastLocations stored) {
        PositionWriter writer = PositionWriter.start(stored, wiring.clock(), wiring.meters());
        wiring.open(() -> writer.close(wiring.config().shutdown().grace()));
        return writer;
    }

    /** For buses that do not report by themselves what Redis has forgotten. */
    private static Rewriter rewriter(
            Wiring wiring, ProviderDirectory directory, Redis redis, LastLocations current, PositionWriter writer) {
        return wiring.open(
                Rewriter.start(redis, () -> ids(directory), current, writer::offer, wiring.clock(), wiring.meters()));
    }

    private static List<ProviderId> ids(ProviderDirectory directory) {
        return directory.providers().list().stream().map(Provider::id).toList();
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
                .map(since -> "positions are not stored since " + since + "; riders still get them live")
                .or(() -> rewriter.failingSince()
                        .map(since -> "it does not answer since " + since + "; riders still get positions live"));
    }
}

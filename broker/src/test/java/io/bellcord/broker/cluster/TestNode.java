package io.bellcord.broker.cluster;

import static io.bellcord.broker.testing.Fleet.CLOCK;

import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.positions.PositionLoader;
import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.TestTicker;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What of a node concerns the others, without MQTT. */
final class TestNode implements AutoCloseable {
    static final Duration LINGER = Duration.ofSeconds(60);
    private static final Duration RETENTION = Duration.ofHours(3);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TestTicker ticker = new TestTicker();
    final List<Position> shown = new CopyOnWriteArrayList<>();
    final List<Position> missing = new CopyOnWriteArrayList<>();
    final Redis redis;
    final LastLocations stored;
    final LastLocations memory = LastLocations.inMemory(RETENTION, CLOCK);
    final Channels channels;
    final PositionLoader loader;
    final Cluster cluster;

    TestNode(URI uri) {
        redis = Redis.connect(uri);
        var announcements = new Announcements(NodeId.create());
        stored = LastLocations.in(redis, announcements, RETENTION, CLOCK, meters);
        channels = Channels.over(redis);
        loader = new PositionLoader(stored, memory, shown::add, missing::add);
        cluster = Cluster.join(
                new Cluster.Parts(channels, announcements, loader, memory, shown::add), LINGER, meters, CLOCK, ticker);
    }

    /** As a tracker of this node would have it. */
    void receive(Position position) {
        memory.record(position);
        stored.record(position);
    }

    double metric(String name) {
        return meters.get("bellcord.cluster." + name)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Override
    public void close() {
        cluster.close();
        channels.close();
        loader.close();
        redis.close();
    }
}

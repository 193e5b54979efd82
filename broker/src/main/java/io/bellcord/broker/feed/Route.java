package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The buses that say they are on one route, as one message. Confined to its fleet's event loop. */
final class Route {
    private final RouteId id;
    private final byte[] topic;
    private final InstantSource clock;
    private final Set<BusEntry> buses = new HashSet<>();
    private @Nullable Packet packet;

    Route(ProviderId provider, RouteId id, InstantSource clock) {
        this.id = id;
        this.clock = clock;
        topic = Packet.topic(Topics.route(provider, id));
    }

    RouteId id() {
        return id;
    }

    void add(BusEntry entry) {
        buses.add(entry);
        packet = null;
    }

    void remove(BusEntry entry) {
        buses.remove(entry);
        packet = null;
    }

    boolean isEmpty() {
        return buses.isEmpty();
    }

    /** The newest position of each of its buses, written once until anything changes. */
    Packet packet() {
        if (packet == null) {
            packet = new Packet(topic, json(clock.instant()));
        }
        return packet;
    }

    /** Ids need no escaping, and positions are JSON already. */
    private byte[] json(Instant now) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes("{\"route\":\"%s\",\"ts\":%d,\"buses\":["
                .formatted(id, now.toEpochMilli())
                .getBytes(StandardCharsets.UTF_8));
        List<BusEntry> inOrder =
                buses.stream().sorted(Comparator.comparing(BusEntry::bus)).toList();
        for (BusEntry entry : inOrder) {
            if (entry != inOrder.getFirst()) {
                json.write(',');
            }
            json.writeBytes(entry.picture().positionJson());
        }
        json.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return json.toByteArray();
    }
}

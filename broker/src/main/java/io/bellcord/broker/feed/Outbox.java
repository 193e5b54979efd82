package io.bellcord.broker.feed;

import io.bellcord.broker.feed.FeedMetrics.Use;
import io.bellcord.broker.feed.wire.FrameBuilder;
import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.feed.wire.WireForm;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one rider gets. While its socket takes everything, that is its group's frames. While it does not, marks are kept and
 * no messages: what it then gets is the newest of each, so what it costs is bounded by the fleet that it watches, never
 * by time. Confined to its event loop.
 */
final class Outbox {
    /** Refusals are for a person who mends a device: the latest few say it all. */
    private static final int MOST_REFUSALS = 64;

    /** Of a snapshot in one go, in bytes: about what the system takes of a client's that has just come. */
    private static final int LARGE_WRITE = 64 * 1024;
    /** For who is behind: some seconds of a slow phone's reading. */
    private static final int SMALL_WRITE = 4 * 1024;

    private final Fleet fleet;
    private final RiderSocket socket;
    private final Runnable beforeBuses;
    private final OwedBuses buses;
    private final OwedRoutes routes;
    private final Queue<Refusal> refusals = new ArrayDeque<>(1);
    /** Whether the dataset has not been sent: with the retain flag, as it is of a snapshot, or without; null for not. */
    private @Nullable Boolean dataset;

    private boolean routesNext;
    private boolean refusalsNext = true;
    private boolean datasetNext = true;
    private boolean sending;
    /** The socket did not take all that was there. */
    private boolean behind;

    private record Refusal(BusId bus, Packet packet) {}

    /** @param beforeBuses takes from the rider's group what that has still to send, which may be among what is owed */
    Outbox(Fleet fleet, RiderSocket socket, Runnable beforeBuses) {
        this.fleet = fleet;
        this.socket = socket;
        this.beforeBuses = beforeBuses;
        buses = new OwedBuses(fleet);
        routes = new OwedRoutes(fleet.routes());
    }

    /** Of which buses it has still to get something. */
    OwedBuses buses() {
        return buses;
    }

    /** Of which routes it has still to get the newest. */
    OwedRoutes routes() {
        return routes;
    }

    /** What its group sends now: at once, or it is owed. */
    void live(Group group) {
        if (!isEmpty() || !socket.isWritable()) {
            buses.add(group.sending());
            catchUp();
            return;
        }
        int next = 0;
        for (Chunk chunk : group.frame(socket.form())) {
            if (!socket.isWritable()) {
                buses.addFrom(next, group.sending());
                return;
            }
            share(chunk, Use.LIVE);
            next = chunk.to();
        }
    }

    /** What its group sends of routes now: at once, or it is owed. */
    void routes(List<Route> changed, Function<WireForm, List<Chunk>> frame) {
        int next = 0;
        if (isEmpty()) {
            for (Chunk chunk : frame.apply(socket.form())) {
                if (!socket.isWritable()) {
                    break;
                }
                share(chunk, Use.ROUTE);
                next = chunk.to();
            }
        }
        if (next < changed.size()) {
            routes.add(changed.subList(next, changed.size()));
            catchUp();
        }
    }

    /** One that is still owed as a snapshot stays that, and will be the newest. */
    void oweDataset(boolean retain) {
        dataset = retain || Boolean.TRUE.equals(dataset);
    }

    void oweRefusal(BusId bus, Packet packet) {
        if (refusals.size() == MOST_REFUSALS) {
            refusals.remove();
        }
        refusals.add(new Refusal(bus, packet));
    }

    void keepOnly(Interest interest) {
        buses.keepOnly(interest);
        routes.keepOnly(interest);
        dataset = interest.hasDataset() ? dataset : null;
        refusals.removeIf(refusal -> !interest.covers(refusal.bus(), Kind.REFUSED));
    }

    void clear() {
        buses.clear();
        dataset = null;
        routes.clear();
        refusals.clear();
    }

    private boolean isEmpty() {
        return buses.isEmpty() && dataset == null && routes.isEmpty() && refusals.isEmpty();
    }

    /** Sends what is owed, as far as the socket takes it. */
    void catchUp() {
        if (sending) {
            return; // called from within a write: the loop below goes on
        }
        sending = true;
        try {
            while (!isEmpty() && socket.isWritable()) {
                if (!buses.isEmpty()) {
                    beforeBuses.run();
                }
                sendSome();
            }
            behind = !isEmpty();
        } finally {
            sending = false;
        }
    }

    /** All in turn, but for the snapshot, which ends: each changes again before the others are done. */
    private void sendSome() {
        boolean onlyRefusals = buses.isEmpty() && dataset == null && routes.isEmpty();
        if (!refusals.isEmpty() && (refusalsNext || onlyRefusals)) {
            refusalsNext = false;
            sendRefusals();
        } else {
            refusalsNext = true;
            sendPicture();
        }
    }

    private void sendPicture() {
        Marks snapshot = buses.snapshot();
        Marks changed = buses.changed();
        boolean onlyDataset = changed == null && routes.isEmpty();
        if (snapshot != null) {
            sendSnapshot(snapshot);
        } else if (dataset != null && (datasetNext || onlyDataset)) {
            datasetNext = false;
            sendDataset(takeDataset());
        } else if (changed != null && (routes.isEmpty() || !routesNext)) {
            sendChanged(changed);
            routesNext = true;
            datasetNext |= buses.isAround(); // once around: a dataset is large
        } else {
            sendRoutes();
            routesNext = false;
            datasetNext |= changed == null;
        }
    }

    private boolean takeDataset() {
        boolean retain = Boolean.TRUE.equals(dataset);
        dataset = null;
        return retain;
    }

    private void sendRefusals() {
        FrameBuilder frame = new FrameBuilder(socket.form(), socket.maximumPacketSize(), false);
        refusals.forEach(refusal -> frame.add(refusal.packet()));
        refusals.clear();
        fleet.metrics().encoded(Use.REFUSED);
        give(frame.build(ByteBufAllocator.DEFAULT), frame.count(), Use.REFUSED);
    }

    /** Its frame is everybody's. A client that takes no packet as large gets none (MQTT 5.0, 3.1.2-25). */
    private void sendDataset(boolean retain) {
        Dataset.Frame frame = fleet.dataset().frame(socket.form(), retain);
        if (frame == null) {
            return; // it was let go of, and comes again
        }
        if (frame.packetSize() > socket.maximumPacketSize()) {
            fleet.metrics().tooLarge();
        } else {
            give(frame.bytes().retainedDuplicate(), 1, Use.DATASET);
        }
    }

    private void sendRoutes() {
        FrameBuilder frame = routes.take(socket.form(), socket.maximumPacketSize());
        fleet.metrics().encoded(Use.ROUTE);
        give(frame.build(ByteBufAllocator.DEFAULT), frame.count(), Use.ROUTE);
    }

    /** As much of the snapshot as is worth a write; where memory ends in between, what there is. */
    private void sendSnapshot(Marks asked) {
        int enough = behind ? SMALL_WRITE : LARGE_WRITE;
        List<ByteBuf> frames = new ArrayList<>();
        int bytes = 0;
        int deliveries = 0;
        try {
            for (int slot = asked.next(0); slot != SlotSet.NONE && bytes < enough; slot = asked.next(0)) {
                Chunk range = takeRange(asked, slot);
                frames.add(range.bytes());
                bytes += range.bytes().readableBytes();
                deliveries += range.deliveries();
            }
        } finally {
            buses.tidy();
            give(frames, bytes, deliveries, Use.SNAPSHOT);
        }
    }

    /** The range of the snapshot that a slot is in: the one that is shared, where all of it is asked for. */
    private Chunk takeRange(Marks asked, int slot) {
        int to = Snapshots.endOfRange(slot);
        Set<Kind> kinds = socket.maximumPacketSize() < Following.LARGEST_OF_A_BUS
                ? Set.of()
                : fleet.snapshots().wholeKinds(asked, slot);
        Chunk range = kinds.isEmpty()
                ? encode(asked, 0, to, Use.SNAPSHOT)
                : fleet.snapshots().chunk(slot, kinds, socket.form()).shared();
        asked.removeRange(0, kinds.isEmpty() ? range.to() : to);
        return range;
    }

    private void sendChanged(Marks changed) {
        int from = buses.next();
        Chunk own = encode(changed, from, Chunk.END, Use.CATCH_UP);
        buses.sent(from, own.to(), own.isLast());
        give(own.bytes(), own.deliveries(), Use.CATCH_UP);
    }

    /** Small ones for who is behind: what has been written is as old as it is, and what has not will be the newest. */
    private Chunk encode(Marks marks, int from, int to, Use use) {
        int enough = behind ? SMALL_WRITE : Group.LARGEST_CHUNK;
        return fleet.encode(marks, from, to, enough, socket.form(), socket.maximumPacketSize(), use);
    }

    private void share(Chunk chunk, Use use) {
        if (chunk.deliveries() > 0) {
            give(chunk.shared().bytes(), chunk.deliveries(), use);
        }
    }

    private void give(ByteBuf bytes, int deliveries, Use use) {
        give(List.of(bytes), bytes.readableBytes(), deliveries, use);
    }

    private void give(List<ByteBuf> frames, int bytes, int deliveries, Use use) {
        if (deliveries == 0) {
            frames.forEach(ByteBuf::release); // all of it was larger than the client takes
            return;
        }
        fleet.metrics().sent(use, bytes, deliveries);
        socket.write(frames);
    }
}

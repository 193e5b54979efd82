package io.bellcord.broker.feed;

import io.bellcord.broker.feed.FeedMetrics.Use;
import io.bellcord.broker.feed.wire.FrameBuilder;
import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.feed.wire.WireForm;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The buses of one provider as an event loop shows them to its riders, each in a slot, and the groups of those riders.
 * Confined to that loop.
 */
final class Fleet {
    private static final List<Kind> SHOWN = List.of(Kind.POSITION, Kind.STATE);

    private final ProviderId provider;
    private final Ticker ticker;
    private final FeedMetrics metrics;
    private final Map<BusId, BusEntry> buses = new HashMap<>();
    private final List<@Nullable BusEntry> slots = new ArrayList<>();
    private final SlotSet freeSlots = new SlotSet();
    /** Every bus, with both of its kinds. */
    private final Marks present = new Marks();

    private final Snapshots snapshots = new Snapshots(this);
    private final Routes routes;
    private final Dataset dataset;
    private final Marks changed = new Marks();
    private final Set<Rider> riders = new HashSet<>();
    private final Groups groups = new Groups(this);
    /** Slots that are empty since the last time, and still marked by who is behind. */
    private final SlotSet gone = new SlotSet();

    private final Loading loading = new Loading();

    Fleet(ProviderId provider, Routes routes, Dataset dataset, Ticker ticker, FeedMetrics metrics) {
        this.routes = routes;
        this.dataset = dataset;
        this.provider = provider;
        this.ticker = ticker;
        this.metrics = metrics;
    }

    ProviderId provider() {
        return provider;
    }

    FeedMetrics metrics() {
        return metrics;
    }

    long now() {
        return ticker.nanos();
    }

    /** Shows a picture, unless a later one stands here. */
    void show(BusPicture picture) {
        BusEntry entry = buses.get(picture.bus().bus());
        if (entry == null) {
            if (!picture.forgotten()) {
                showFirst(picture);
            }
        } else if (picture.version() > entry.picture().version()) { // they may come out of order
            snapshots.forget(entry.slot());
            if (picture.forgotten()) {
                drop(entry);
            } else {
                showLater(entry, picture);
            }
        }
    }

    private void showFirst(BusPicture picture) {
        int slot = freeSlots.next(0);
        if (slot == SlotSet.NONE) {
            slot = slots.size();
            slots.add(null);
        }
        freeSlots.remove(slot);
        snapshots.forget(slot);
        BusEntry entry = new BusEntry(slot, picture);
        slots.set(slot, entry);
        buses.put(entry.bus(), entry);
        routes.show(Optional.empty(), entry);
        SHOWN.forEach(kind -> present.add(entry.slot(), kind));
        SHOWN.forEach(kind -> changed(entry, kind));
    }

    private void showLater(BusEntry entry, BusPicture later) {
        BusPicture before = entry.picture();
        Optional<RouteId> routeBefore = entry.route();
        entry.show(later);
        routes.show(routeBefore, entry);
        if (later.position().isNewerThan(before.position())) {
            changed(entry, Kind.POSITION);
        }
        if (before.state() != later.state()) {
            changed(entry, Kind.STATE);
        }
    }

    private void changed(BusEntry entry, Kind kind) {
        changed.add(entry.slot(), kind);
        groups.changed(entry, kind);
    }

    private void drop(BusEntry entry) {
        int slot = entry.slot();
        buses.remove(entry.bus());
        routes.forget(entry);
        slots.set(slot, null);
        gone.add(slot);
        present.remove(slot);
        changed.remove(slot);
        groups.forget(slot);
    }

    /** Frees the slots of buses that have gone, once nobody is owed anything of them. */
    private void forgetGone() {
        if (!gone.isEmpty()) {
            riders.forEach(rider -> rider.outbox().buses().forget(gone));
            freeSlots.addAll(gone);
            gone.clear();
        }
    }

    /**
     * Sends what has been shown since the last time to the groups that are due.
     *
     * @param now by the ticker
     * @return nanoseconds until the next of those that were not is due, or {@link Groups#NOTHING_WAITS}
     */
    long send(long now) {
        forgetGone();
        dataset.tidy();
        stir();
        return Math.min(routes.send(now), groups.send(now));
    }

    /** What has been shown is what its groups have still to send: whoever gets a snapshot from here on has it from that. */
    void stir() {
        if (!changed.isEmpty()) {
            groups.changed(changed);
            changed.clear();
        }
    }

    void stirred(Group group) {
        groups.stirred(group);
    }

    /** Tells those who follow a bus' refusals. */
    void refused(BusKey bus, byte[] payload) {
        Packet packet = new Packet(Packet.topic(Topics.refused(bus)), payload);
        groups.refused(bus.bus(), packet);
    }

    Loading loading() {
        return loading;
    }

    void enter(Rider rider) {
        riders.add(rider);
    }

    /** Says whether nobody is left. */
    boolean leave(Rider rider) {
        riders.remove(rider);
        return riders.isEmpty();
    }

    Group group(Following following) {
        return groups.of(following);
    }

    /** Takes away a group that nobody is in. */
    void close(Group group) {
        groups.close(group);
    }

    /** All that a topic filter covers. */
    void mark(BusFilter filter, Marks marks) {
        if (filter.bus().isEmpty()) {
            marks.addAll(present, filter.kinds());
            return;
        }
        BusEntry entry = buses.get(filter.bus().get());
        if (entry != null) {
            SHOWN.stream().filter(filter.kinds()::contains).forEach(kind -> marks.add(entry.slot(), kind));
        }
    }

    /** Takes away the marks of what an interest does not cover. */
    void keepOnly(Interest interest, Marks marks) {
        for (int slot = marks.next(0); slot != SlotSet.NONE; slot = marks.next(slot + 1)) {
            BusEntry entry = slots.get(slot);
            for (Kind kind : SHOWN) {
                if (entry == null || !interest.covers(entry.bus(), kind)) {
                    marks.of(kind).remove(slot);
                }
            }
        }
    }

    Marks present() {
        return present;
    }

    Routes routes() {
        return routes;
    }

    Dataset dataset() {
        return dataset;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /**
     * Encodes the newest of what is marked, from the first slot to before the second or until it is large enough.
     *
     * @param enough bytes after which nothing more is added
     */
    Chunk encode(Marks marks, int from, int to, int enough, WireForm form, int largestPacket, Use use) {
        FrameBuilder frame = new FrameBuilder(form, largestPacket, use == Use.SNAPSHOT);
        int slot = marks.next(from);
        while (slot != SlotSet.NONE && slot < to && frame.bytes() < enough) {
            BusEntry entry = slots.get(slot);
            for (Kind kind : SHOWN) {
                if (entry != null && marks.has(slot, kind)) {
                    frame.add(entry.packet(kind));
                }
            }
            slot = marks.next(slot + 1);
        }
        metrics.encoded(use);
        int next = slot == SlotSet.NONE || slot >= to ? to : slot;
        return new Chunk(next, frame.build(ByteBufAllocator.DEFAULT), frame.count());
    }

    void close() {
        snapshots.clear();
        dataset.close();
    }
}

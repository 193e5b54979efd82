package io.bellcord.broker.feed;

import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * One client that follows the feed. It is owed items, not messages: while its socket is full the newest of each waits,
 * so what it costs is bounded by the fleet that it watches, never by time. Confined to its event loop.
 */
public final class Rider {
    /** Refusals are for a person who mends a device: the latest few say it all. */
    private static final int MOST_REFUSALS = 64;

    private final LoopFeed loop;
    private final RiderSocket socket;
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    /** What is owed, oldest first; true for what belongs to a snapshot. */
    private final Map<Owed, Boolean> owed = new LinkedHashMap<>();

    private final Queue<Refusal> refusals = new ArrayDeque<>();

    private record Owed(BusEntry entry, Kind kind) {}

    private record Refusal(BusId bus, ByteBuf frame) {}

    private static final class Subscription {
        final BusFilter filter;
        boolean begun;

        Subscription(BusFilter filter, boolean begun) {
            this.filter = filter;
            this.begun = begun;
        }
    }

    Rider(LoopFeed loop, RiderSocket socket) {
        this.loop = loop;
        this.socket = socket;
    }

    /**
     * Takes a subscription on; nothing of it is sent before {@link #begin}.
     *
     * @param topicFilter as the client wrote it
     * @return whether it is a subscription that was not there before
     */
    public boolean subscribe(String topicFilter, BusFilter filter) {
        loop.watch(filter.provider(), this);
        Subscription before = subscriptions.get(topicFilter);
        subscriptions.put(topicFilter, new Subscription(filter, before != null && before.begun));
        return before == null;
    }

    /**
     * Begins to serve a subscription: at once where the provider's last locations are here, else when they have come.
     *
     * @param snapshot whether the newest of all that it covers comes first
     */
    public void begin(String topicFilter, boolean snapshot) {
        Subscription subscription = subscriptions.get(topicFilter);
        if (subscription == null) {
            return;
        }
        BusFilter filter = subscription.filter;
        loop.whenLoaded(filter.provider(), () -> {
            subscription.begun = true;
            if (snapshot && subscriptions.containsValue(subscription)) {
                loop.entries(filter.provider()).forEach(entry -> owe(entry, filter));
                flush();
            }
        });
    }

    /** Stops following; nothing of the filter is sent after this returns. */
    public boolean unsubscribe(String topicFilter) {
        if (subscriptions.remove(topicFilter) == null) {
            return false;
        }
        owed.keySet().removeIf(one -> !covers(one.entry().bus(), one.kind()));
        refusals.removeIf(this::dropIfNotCovered);
        return true;
    }

    private boolean dropIfNotCovered(Refusal refusal) {
        boolean covered = covers(refusal.bus(), Kind.REFUSED);
        if (!covered) {
            refusal.frame().release();
        }
        return !covered;
    }

    public int subscriptions() {
        return subscriptions.size();
    }

    public boolean isSubscribed(String topicFilter) {
        return subscriptions.containsKey(topicFilter);
    }

    /** The socket takes more. */
    public void writable() {
        flush();
    }

    /** The connection is gone. */
    public void leave() {
        loop.leave(this);
        subscriptions.clear();
        owed.clear();
        refusals.forEach(refusal -> refusal.frame().release());
        refusals.clear();
    }

    void changed(BusEntry entry, Kind kind) {
        if (covers(entry.bus(), kind)) {
            // A snapshot's item that has not gone out yet stays the snapshot's, with the newer payload.
            owed.putIfAbsent(new Owed(entry, kind), Boolean.FALSE);
        }
    }

    void forgotten(BusEntry entry) {
        owed.keySet().removeIf(one -> one.entry() == entry);
    }

    void refused(BusId bus, Item item) {
        if (!covers(bus, Kind.REFUSED)) {
            return;
        }
        if (refusals.size() == MOST_REFUSALS) {
            refusals.remove().frame().release();
        }
        refusals.add(new Refusal(bus, item.frame(socket.isMqtt5(), false).retainedDuplicate()));
    }

    void flush() {
        boolean wrote = false;
        while (socket.isWritable() && !refusals.isEmpty()) {
            write(refusals.remove().frame());
            wrote = true;
        }
        Iterator<Map.Entry<Owed, Boolean>> next = owed.entrySet().iterator();
        while (socket.isWritable() && next.hasNext()) {
            Map.Entry<Owed, Boolean> one = next.next();
            Item item = one.getKey().entry().item(one.getKey().kind());
            write(item.frame(socket.isMqtt5(), one.getValue()).retainedDuplicate());
            next.remove();
            wrote = true;
        }
        if (wrote) {
            socket.flush();
        }
    }

    /** MQTT 5.0, 3.1.2-25: a packet larger than the client takes is dropped as if it had been sent. */
    private void write(ByteBuf frame) {
        if (frame.readableBytes() > socket.maximumPacketSize()) {
            frame.release();
        } else {
            socket.write(frame);
        }
    }

    private void owe(BusEntry entry, BusFilter filter) {
        if (filter.covers(entry.bus())) {
            filter.kinds().stream()
                    .filter(kind -> kind != Kind.REFUSED && covers(entry.bus(), kind))
                    .sorted()
                    .forEach(kind -> owed.put(new Owed(entry, kind), Boolean.TRUE));
        }
    }

    private boolean covers(BusId bus, Kind kind) {
        for (Subscription one : subscriptions.values()) {
            if (one.begun && one.filter.kinds().contains(kind) && one.filter.covers(bus)) {
                return true;
            }
        }
        return false;
    }
}

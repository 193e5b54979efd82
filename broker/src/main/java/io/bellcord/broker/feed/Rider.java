package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.FeedFilter;
import io.bellcord.broker.topic.RouteFilter;
import io.bellcord.broker.topic.TopicFilter;
import io.bellcord.broker.transit.BusId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One client that follows the feed: its subscriptions, and by them its group. Confined to its event loop. */
public final class Rider {
    private static final Interest NOTHING = new Interest(Set.of());

    private final LoopFeed loop;
    private final Fleet fleet;
    private final int largestPacket;
    private final Outbox outbox;
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private Duration pace;
    private @Nullable Group group;
    private int place;
    /** Has asked for the newest dataset, which is not here yet. */
    private boolean awaitsDataset;

    private boolean left;

    /**
     * A subscription to be served.
     *
     * @param snapshot whether the newest of all that it covers comes first
     */
    public record Beginning(String topicFilter, boolean snapshot) {}

    private record Subscription(TopicFilter filter, boolean begun) {}

    Rider(LoopFeed loop, Fleet fleet, RiderSocket socket, Duration pace) {
        this.loop = loop;
        this.fleet = fleet;
        this.pace = pace;
        largestPacket = socket.maximumPacketSize();
        outbox = new Outbox(fleet, socket, this::renew);
    }

    void enter() {
        fleet.enter(this);
    }

    /**
     * Takes a subscription on; nothing of it is sent before {@link #begin}.
     *
     * @param topicFilter as the client wrote it
     * @param filter of the rider's provider
     * @return whether it is a subscription that was not there before
     */
    public boolean subscribe(String topicFilter, TopicFilter filter) {
        Subscription before = subscriptions.get(topicFilter);
        subscriptions.put(topicFilter, new Subscription(filter, before != null && before.begun()));
        return before == null;
    }

    /** From the next {@link #begin} on, no more than one frame in this time. */
    public void pace(Duration shortest) {
        pace = shortest;
    }

    /** Begins to serve subscriptions: at once where the provider's last locations are here, else when they have come. */
    public void begin(List<Beginning> beginnings) {
        if (!beginnings.isEmpty()) {
            loop.whenLoaded(fleet, () -> start(beginnings));
        }
    }

    private void start(List<Beginning> beginnings) {
        if (left) {
            return;
        }
        beginnings.forEach(one -> subscriptions.computeIfPresent(
                one.topicFilter(), (_, before) -> new Subscription(before.filter(), true)));
        regroup();
        if (beginnings.stream().anyMatch(Beginning::snapshot)) {
            renew();
        }
        Marks asked = new Marks();
        beginnings.stream().filter(Beginning::snapshot).forEach(one -> mark(one, asked));
        outbox.buses().addSnapshot(asked);
        beginnings.stream().filter(Beginning::snapshot).forEach(this::oweRoutes);
        beginnings.stream().filter(Beginning::snapshot).forEach(this::oweDataset);
        outbox.catchUp();
    }

    /** What it is about to get is the newest, and of its group's next frame it is to get nothing twice. */
    private void renew() {
        if (group != null) {
            group.renew(this);
        }
    }

    private void mark(Beginning one, Marks asked) {
        Subscription subscription = subscriptions.get(one.topicFilter());
        if (subscription != null && subscription.filter() instanceof BusFilter buses) {
            fleet.mark(buses, asked); // null: given up while last locations were loaded
        }
    }

    private void oweRoutes(Beginning one) {
        Subscription subscription = subscriptions.get(one.topicFilter());
        if (subscription != null && subscription.filter() instanceof RouteFilter routes) {
            outbox.routes().addSnapshot(fleet.routes().covered(routes));
        }
    }

    private void oweDataset(Beginning one) {
        Subscription subscription = subscriptions.get(one.topicFilter());
        if (subscription != null && subscription.filter() instanceof FeedFilter) {
            awaitsDataset = !fleet.dataset().isHere();
            if (!awaitsDataset) {
                outbox.oweDataset(true);
            }
        }
    }

    /** There is another dataset. */
    void dataset() {
        outbox.oweDataset(awaitsDataset);
        awaitsDataset = false;
        outbox.catchUp();
    }

    /** Stops following; nothing of the filter is sent after this returns. */
    public boolean unsubscribe(String topicFilter) {
        if (subscriptions.remove(topicFilter) == null) {
            return false;
        }
        regroup();
        outbox.catchUp();
        return true;
    }

    /** Moves to the group of those who follow the same; takes along what that one has still to send. */
    private void regroup() {
        Following following = new Following(new Interest(begun()), pace, largestPacket);
        if (group != null && group.following().equals(following)) {
            return;
        }
        leaveGroup();
        if (!following.isNothing()) {
            group = fleet.group(following);
            place = group.enter(this);
        }
        outbox.keepOnly(group == null ? NOTHING : group.interest());
    }

    private Set<TopicFilter> begun() {
        return subscriptions.values().stream()
                .filter(Subscription::begun)
                .map(Subscription::filter)
                .collect(Collectors.toSet());
    }

    private void leaveGroup() {
        if (group != null) {
            if (!group.isNewcomer(this)) {
                outbox.buses().add(group.dirty());
            }
            group.leave(this, place);
            group = null;
        }
    }

    /** Its group has another place for it. */
    void moved(int to) {
        place = to;
    }

    public int subscriptions() {
        return subscriptions.size();
    }

    public boolean isSubscribed(String topicFilter) {
        return subscriptions.containsKey(topicFilter);
    }

    Outbox outbox() {
        return outbox;
    }

    void refused(BusId bus, Packet packet) {
        if (group != null && group.interest().covers(bus, Kind.REFUSED)) {
            outbox.oweRefusal(bus, packet);
            outbox.catchUp();
        }
    }

    /** The socket takes more. */
    public void writable() {
        outbox.catchUp();
    }

    /** The connection is gone, or about to be: nothing is sent after this returns. */
    public void leave() {
        if (!left) {
            left = true;
            subscriptions.clear();
            leaveGroup();
            outbox.clear();
            loop.leave(fleet, this);
        }
    }
}

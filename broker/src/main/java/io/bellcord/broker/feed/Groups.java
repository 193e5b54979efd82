package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups of riders of one provider on one event loop, by what they hear of. Confined to that loop. */
final class Groups {
    /** No group waits for anything. */
    static final long NOTHING_WAITS = Long.MAX_VALUE;

    private final Fleet fleet;
    private final Map<Following, Group> groups = new HashMap<>();
    private final Set<Group> ofAll = new HashSet<>();
    private final Map<BusId, Set<Group>> ofOne = new HashMap<>();
    /** Groups that hear of refusals. */
    private final Set<Group> ofRefusals = new HashSet<>();
    /** Groups with something to send. */
    private List<Group> stirred = new ArrayList<>();

    Groups(Fleet fleet) {
        this.fleet = fleet;
    }

    Group of(Following following) {
        return groups.computeIfAbsent(following, this::open);
    }

    private Group open(Following following) {
        fleet.metrics().groupsChanged(1);
        Group group = new Group(fleet, following);
        if (!group.interest().ofAll().isEmpty()) {
            ofAll.add(group);
        }
        if (group.interest().hasRoutes()) {
            fleet.routes().follow(group);
        }
        if (group.interest().hasDataset()) {
            fleet.dataset().follow(group);
        }
        if (group.interest().hasRefusals()) {
            ofRefusals.add(group);
        }
        group.interest()
                .ofSome()
                .keySet()
                .forEach(bus -> ofOne.computeIfAbsent(bus, _ -> new HashSet<>()).add(group));
        return group;
    }

    /** Takes away a group that nobody is in. */
    void close(Group group) {
        fleet.metrics().groupsChanged(-1);
        groups.remove(group.following());
        ofAll.remove(group);
        ofRefusals.remove(group);
        fleet.routes().leave(group);
        fleet.dataset().leave(group);
        stirred.remove(group);
        for (BusId bus : group.interest().ofSome().keySet()) {
            Set<Group> others = ofOne.getOrDefault(bus, new HashSet<>());
            others.remove(group);
            if (others.isEmpty()) {
                ofOne.remove(bus);
            }
        }
    }

    /** A bus has changed: those that follow it by its name have something to send. */
    void changed(BusEntry entry, Kind kind) {
        for (Group group : ofOne.getOrDefault(entry.bus(), Set.of())) {
            if (group.interest().ofSome().getOrDefault(entry.bus(), Set.of()).contains(kind)) {
                group.stir(entry, kind);
            }
        }
    }

    /** The same to those that follow all buses, of all that have changed. */
    void changed(Marks changed) {
        ofAll.forEach(group -> group.stir(changed));
    }

    void stirred(Group group) {
        stirred.add(group);
    }

    void forget(int slot) {
        groups.values().forEach(group -> group.forget(slot));
    }

    void refused(BusId bus, Packet packet) {
        ofRefusals.forEach(group -> group.refused(bus, packet));
    }

    /**
     * Sends to those that are due; nothing throws that {@link Group#send} does not catch.
     *
     * @return nanoseconds until the next of those that were not is due, or {@link #NOTHING_WAITS}
     */
    long send(long now) {
        long wait = NOTHING_WAITS;
        List<Group> ready = stirred;
        stirred = new ArrayList<>();
        for (Group group : ready) {
            if (group.dueAt() - now <= 0) {
                group.send(now);
            } else {
                stirred.add(group);
                wait = Math.min(wait, group.dueAt() - now);
            }
        }
        return wait;
    }
}

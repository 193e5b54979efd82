package io.bellcord.broker.feed;

import io.bellcord.broker.topic.BusFilter.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which buses a rider has still to get something: as marks and not as messages, so that it gets the newest of each. What has not
 * gone out of a snapshot stays the snapshot's when it changes. Confined to an event loop.
 */
final class OwedBuses {
    private final Fleet fleet;
    private @Nullable Marks snapshot;
    private @Nullable Marks changed;
    /** The slot at which what has changed goes on: those before it had their turn. */
    private int next;

    OwedBuses(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Of a snapshot, what has not been sent, for the sender to take from; null for nothing. */
    @Nullable
    Marks snapshot() {
        return snapshot == null || snapshot.isEmpty() ? null : snapshot;
    }

    /** Of what changed, what has not been sent; null for nothing. */
    @Nullable
    Marks changed() {
        return changed == null || changed.isEmpty() ? null : changed;
    }

    boolean isEmpty() {
        return snapshot() == null && changed() == null;
    }

    void add(Marks marks) {
        addFrom(0, marks);
    }

    /** Those of this slot and of greater ones. */
    void addFrom(int slot, Marks marks) {
        Marks all = all();
        if (slot == 0) {
            all.addAll(marks);
        } else {
            all.addFrom(slot, marks);
        }
        withoutSnapshot(all);
    }

    void add(Marks marks, Set<Kind> kinds) {
        Marks all = all();
        all.addAll(marks, kinds);
        withoutSnapshot(all);
    }

    void add(int slot, Kind kind) {
        Marks all = all();
        all.add(slot, kind);
        withoutSnapshot(all);
    }

    void addSnapshot(Marks asked) {
        if (asked.isEmpty()) {
            return;
        }
        if (snapshot == null) {
            snapshot = asked;
        } else {
            snapshot.addAll(asked);
        }
        if (changed != null) {
            withoutSnapshot(changed);
        }
    }

    private Marks all() {
        return changed == null ? new Marks() : changed;
    }

    private void withoutSnapshot(Marks all) {
        if (snapshot != null) {
            all.removeAll(snapshot);
        }
        changed = all;
        tidy();
    }

    /** From which slot to send what has changed. */
    int next() {
        return changed == null || changed.next(next) == SlotSet.NONE ? 0 : next;
    }

    /** What has changed of these slots has been sent; the others come first, before any of them again. */
    void sent(int from, int to, boolean last) {
        if (changed != null) {
            changed.removeRange(from, to);
        }
        next = last ? 0 : to;
        tidy();
    }

    /** Whether what comes next begins at the first slot. */
    boolean isAround() {
        return next == 0;
    }

    /** Buses are no longer in these slots. */
    void forget(SlotSet gone) {
        if (snapshot != null) {
            snapshot.removeAll(gone);
        }
        if (changed != null) {
            changed.removeAll(gone);
        }
        tidy();
    }

    void keepOnly(Interest interest) {
        if (snapshot != null) {
            fleet.keepOnly(interest, snapshot);
        }
        if (changed != null) {
            fleet.keepOnly(interest, changed);
        }
        tidy();
    }

    void clear() {
        snapshot = null;
        changed = null;
    }

    /** Lets go of the memory: most riders are owed nothing most of the time. */
    void tidy() {
        snapshot = snapshot();
        changed = changed();
    }
}

package io.bellcord.broker.feed;

import io.bellcord.broker.feed.FeedMetrics.Use;
import io.bellcord.broker.feed.wire.WireForm;
import io.bellcord.broker.topic.BusFilter.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The picture of a fleet as bytes, in ranges of slots, each encoded when first asked for and kept until one of its buses changes:
 * riders who come together, after a lost network say, share it. Confined to the fleet's event loop.
 */
final class Snapshots {
    /** Slots in a range: some 8 KiB, 48 if all have an {@code ext}, so that a slow rider's rest is the newest. */
    private static final int RANGE = 32;

    private record Look(Set<Kind> kinds, WireForm form) {}

    private final Fleet fleet;
    /** By range. */
    private final Map<Integer, Map<Look, Chunk>> chunks = new HashMap<>();

    Snapshots(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The first slot after the range that this one is in. */
    static int endOfRange(int slot) {
        return (slot / RANGE + 1) * RANGE;
    }

    /** Which kinds are marked of every bus in a slot's range; none where one is marked of some only. */
    Set<Kind> wholeKinds(Marks marks, int slot) {
        int to = endOfRange(slot);
        int from = to - RANGE;
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : EnumSet.of(Kind.POSITION, Kind.STATE)) {
            int first = marks.of(kind).next(from);
            if (first != SlotSet.NONE && first < to) {
                if (!marks.of(kind).isSameWithin(from, to, fleet.present().of(kind))) {
                    return Set.of();
                }
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** The range that a slot is in. */
    Chunk chunk(int slot, Set<Kind> kinds, WireForm form) {
        int range = slot / RANGE;
        return chunks.computeIfAbsent(range, _ -> new HashMap<>(1))
                .computeIfAbsent(new Look(kinds, form), look -> encode(range, look));
    }

    private Chunk encode(int range, Look look) {
        Marks marks = new Marks();
        marks.addAll(fleet.present(), look.kinds());
        int from = range * RANGE;
        return fleet.encode(marks, from, from + RANGE, Integer.MAX_VALUE, look.form(), Integer.MAX_VALUE, Use.SNAPSHOT);
    }

    /** Another picture is in this slot, or none. */
    void forget(int slot) {
        Map<Look, Chunk> range = chunks.remove(slot / RANGE);
        if (range != null) {
            range.values().forEach(Chunk::release);
        }
    }

    void clear() {
        chunks.values().forEach(range -> range.values().forEach(Chunk::release));
        chunks.clear();
    }
}

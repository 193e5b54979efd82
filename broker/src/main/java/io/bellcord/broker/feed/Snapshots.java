package io.bellcord.broker.feed;

import io.bellcord.broker.feed.FeedMetrics.Use;
import io.bellcord.broker.feed.wire.WireForm;
import io.bellcord.broker.topic.BusFilter.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The picture of a fleet as bytes, in ranges of slots, each encoded when first asked for and kept until anything changes:
 * riders who come together, after a lost network say, share it. Confined to the fleet's event loop.
 */
final class Snapshots {
    /** Slots in a range: some 8 KiB, 48 if all have an {@code ext}, so that a slow rider's rest is the newest. */
    private static final int RANGE = 32;

    private record Key(int range, Set<Kind> kinds, WireForm form) {}

    private final Fleet fleet;
    private final Map<Key, Chunk> chunks = new HashMap<>();

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
        return chunks.computeIfAbsent(new Key(slot / RANGE, kinds, form), this::encode);
    }

    private Chunk encode(Key key) {
        Marks marks = new Marks();
        marks.addAll(fleet.present(), key.kinds());
        int from = key.range() * RANGE;
        return fleet.encode(marks, from, from + RANGE, Integer.MAX_VALUE, key.form(), Integer.MAX_VALUE, Use.SNAPSHOT);
    }

    void clear() {
        if (!chunks.isEmpty()) {
            chunks.values().forEach(Chunk::release);
            chunks.clear();
        }
    }
}

package io.bellcord.broker.feed;

import io.bellcord.broker.topic.BusFilter.Kind;
import java.util.Set;

/** Which buses of a fleet have a new position, and which a new state. Confined to one thread. */
final class Marks {
    private final SlotSet positions = new SlotSet();
    private final SlotSet states = new SlotSet();

    /** Those of one kind, position or state. */
    SlotSet of(Kind kind) {
        return switch (kind) {
            case POSITION -> positions;
            case STATE -> states;
            case REFUSED -> throw new IllegalArgumentException("a refusal is not of a bus' picture");
        };
    }

    boolean has(int slot, Kind kind) {
        return of(kind).contains(slot);
    }

    void add(int slot, Kind kind) {
        of(kind).add(slot);
    }

    void addAll(Marks others) {
        positions.addAll(others.positions);
        states.addAll(others.states);
    }

    void addAll(Marks others, Set<Kind> kinds) {
        if (kinds.contains(Kind.POSITION)) {
            positions.addAll(others.positions);
        }
        if (kinds.contains(Kind.STATE)) {
            states.addAll(others.states);
        }
    }

    /** Adds those of this slot and of greater ones. */
    void addFrom(int first, Marks others) {
        for (int slot = others.next(first); slot != SlotSet.NONE; slot = others.next(slot + 1)) {
            if (others.positions.contains(slot)) {
                positions.add(slot);
            }
            if (others.states.contains(slot)) {
                states.add(slot);
            }
        }
    }

    void remove(int slot) {
        positions.remove(slot);
        states.remove(slot);
    }

    void removeAll(Marks others) {
        positions.removeAll(others.positions);
        states.removeAll(others.states);
    }

    void removeAll(SlotSet slots) {
        positions.removeAll(slots);
        states.removeAll(slots);
    }

    /** From the first slot to before the second. */
    void removeRange(int from, int to) {
        positions.removeRange(from, to);
        states.removeRange(from, to);
    }

    /** The least slot with a mark that is not less; {@link SlotSet#NONE} when there is none. */
    int next(int from) {
        int position = positions.next(from);
        int state = states.next(from);
        if (position == SlotSet.NONE || state == SlotSet.NONE) {
            return Math.max(position, state);
        }
        return Math.min(position, state);
    }

    boolean isEmpty() {
        return positions.isEmpty() && states.isEmpty();
    }

    void clear() {
        positions.clear();
        states.clear();
    }
}

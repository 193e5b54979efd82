package io.bellcord.broker.feed;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of slots of a fleet. A few are held one by one, so that a rider of one bus does not pay for a bit of each of a
 * nation's; more are held as bits, so that no rider costs more than a bit of each. Confined to one thread.
 */
final class SlotSet {
    static final int NONE = -1;
    private static final int FEW = 8;
    private static final int[] NO_SLOTS = {};

    private int[] few = NO_SLOTS;
    private int count;
    private @Nullable BitSet many;

    void add(int slot) {
        if (many != null) {
            many.set(slot);
        } else if (!contains(slot)) {
            addToFew(slot);
        }
    }

    private void addToFew(int slot) {
        if (count == FEW) {
            BitSet bits = new BitSet();
            Arrays.stream(few).forEach(bits::set);
            bits.set(slot);
            many = bits;
            few = NO_SLOTS;
            count = 0;
        } else {
            if (few.length == count) {
                few = Arrays.copyOf(few, count == 0 ? 1 : FEW);
            }
            few[count++] = slot;
        }
    }

    void addAll(SlotSet others) {
        if (many != null && others.many != null) {
            many.or(others.many);
        } else if (isEmpty() && others.many != null) {
            many = (BitSet) others.many.clone();
        } else {
            for (int slot = others.next(0); slot != NONE; slot = others.next(slot + 1)) {
                add(slot);
            }
        }
    }

    void remove(int slot) {
        if (many != null) {
            many.clear(slot);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (few[i] == slot) {
                few[i] = few[--count];
                return;
            }
        }
    }

    void removeAll(SlotSet others) {
        if (many != null && others.many != null) {
            many.andNot(others.many);
        } else {
            for (int slot = next(0); slot != NONE; slot = next(slot + 1)) {
                if (others.contains(slot)) {
                    remove(slot);
                }
            }
        }
    }

    /** From the first to before the second. */
    void removeRange(int from, int to) {
        for (int slot = next(from); slot != NONE && slot < to; slot = next(slot + 1)) {
            remove(slot);
        }
    }

    boolean contains(int slot) {
        if (many != null) {
            return many.get(slot);
        }
        for (int i = 0; i < count; i++) {
            if (few[i] == slot) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return many == null ? count == 0 : many.isEmpty();
    }

    /** The least that is not less; {@link #NONE} when there is none. */
    int next(int from) {
        if (many != null) {
            return many.nextSetBit(from);
        }
        int least = NONE;
        for (int i = 0; i < count; i++) {
            if (few[i] >= from && (least == NONE || few[i] < least)) {
                least = few[i];
            }
        }
        return least;
    }

    /** Whether both hold the same, from the first slot to before the second. */
    boolean isSameWithin(int from, int to, SlotSet other) {
        int slot = from;
        while (true) {
            int here = within(next(slot), to);
            if (here != within(other.next(slot), to)) {
                return false;
            }
            if (here == NONE) {
                return true;
            }
            slot = here + 1;
        }
    }

    private static int within(int slot, int to) {
        return slot < to ? slot : NONE;
    }

    void clear() {
        count = 0;
        if (many != null) {
            many.clear();
        }
    }
}

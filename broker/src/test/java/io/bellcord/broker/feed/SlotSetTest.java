package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotSetTest {
    /** Few enough to stay in the short form, about as many as it holds, and more. */
    @ParameterizedTest
    @ValueSource(ints = {4, 10, 300})
    void holdsWhatASetHolds(int slots) {
        Random random = new Random(slots);
        SlotSet set = new SlotSet();
        TreeSet<Integer> expected = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            step(random, slots, set, expected);

            assertThat(listed(set)).isEqualTo(List.copyOf(expected));
            assertThat(set.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    private static void step(Random random, int slots, SlotSet set, NavigableSet<Integer> expected) {
        int slot = random.nextInt(slots);
        TreeSet<Integer> others =
                new TreeSet<>(random.ints(random.nextInt(20), 0, slots).boxed().toList());
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> {
                set.add(slot);
                expected.add(slot);
            }
            case 5, 6 -> {
                set.remove(slot);
                expected.remove(slot);
            }
            case 7 -> {
                set.addAll(of(others));
                expected.addAll(others);
            }
            case 8 -> {
                set.removeAll(of(others));
                expected.removeAll(others);
            }
            case 9 -> {
                set.removeRange(slot, slot + 5);
                expected.subSet(slot, slot + 5).clear();
            }
            case 10 ->
                assertThat(set.isSameWithin(slot, slot + 20, of(others)))
                        .isEqualTo(expected.subSet(slot, slot + 20).equals(others.subSet(slot, slot + 20)));
            default -> {
                if (random.nextInt(20) == 0) {
                    set.clear();
                    expected.clear();
                }
            }
        }
        assertThat(set.contains(slot)).isEqualTo(expected.contains(slot));
    }

    private static SlotSet of(Set<Integer> slots) {
        SlotSet set = new SlotSet();
        slots.forEach(set::add);
        return set;
    }

    private static List<Integer> listed(SlotSet set) {
        List<Integer> listed = new ArrayList<>();
        for (int slot = set.next(0); slot != SlotSet.NONE; slot = set.next(slot + 1)) {
            listed.add(slot);
        }
        return listed;
    }
}

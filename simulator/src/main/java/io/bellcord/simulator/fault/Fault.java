package io.bellcord.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be wrong with a tracker; each is found by a rule of {@code check tracker}. */
public enum Fault {
    /** Its clock is half a minute ahead. */
    CLOCK_SKEW,
    /** Its receiver lives 1024 weeks ago. */
    WEEK_ROLLOVER,
    /** It sends each fix twice. */
    DUPLICATES,
    /** Every second fix comes after the next. */
    SHUFFLE,
    /** It has no signal for a while, and then sends what it has kept, one by one. */
    TUNNEL,
    /** Its place stands still while it drives. */
    FROZEN,
    /** Now and then it has no fix, and says 0/0. */
    ZERO_ISLAND,
    /** It comes and goes. */
    FLAPPING,
    /** Two devices share its client identifier. */
    TWIN_IDS,
    /** It sends kilobytes, and sometimes more than is taken. */
    GIANT_PAYLOADS,
    /** Now and then it sends what is no JSON. */
    GARBAGE,
    /** Its speed is in km/h. */
    KMH,
    /** Its speed is in knots. */
    KNOTS,
    /** Its heading turns while it stands. */
    SPINNING,
    /** It sends eight fixes where one would do. */
    TOO_OFTEN,
    /** It reports in gusts. */
    UNEVEN,
    /** Whenever it loses its connection, it comes back at once. */
    NO_BACK_OFF,
    /** It asks for no keep alive. */
    NO_KEEP_ALIVE,
    /** It makes up a client identifier for each connection. */
    RANDOM_IDS,
    /** Its will is no position. */
    BAD_WILL;

    /** As people write it: clock-skew. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for no such fault. */
    public static Optional<Fault> find(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst();
    }

    /** A new one for one tracker; of a healthy one without a fault. */
    public static Habit habitOf(Optional<Fault> fault) {
        return fault.map(Habits::of).orElse(Habits.HEALTHY);
    }

    public static Manner mannerOf(Optional<Fault> fault) {
        return fault.map(Manner::of).orElse(Manner.STEADY);
    }
}

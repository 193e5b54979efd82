package io.bellcord.broker.config;

import static java.util.Comparator.comparingInt;

import io.bellcord.broker.config.Kind.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns text into values and collects every problem on the way, instead of stopping at the first. */
final class SettingsReader {
    private final Values values;
    private final List<Problem> problems;
    private final int portOffset;

    SettingsReader(Values values) {
        this.values = values;
        this.problems = new ArrayList<>(values.problems());
        this.portOffset = get(Settings.PORT_OFFSET);
    }

    /** The value; the default's where none or a wrong one was set, so that the rest can still be checked. */
    <T> T get(Setting<T> setting) {
        var value = values.find(setting);
        if (value.isPresent()) {
            try {
                return setting.kind().parse(value.get().text());
            } catch (InvalidValue e) {
                problems.add(new Problem(value.get().place(), value.get().name(), e.advice()));
            }
        }
        return fallback(setting);
    }

    /** The value once more, without telling its problem twice. */
    <T> T peek(Setting<T> setting) {
        return values.find(setting).flatMap(value -> parse(setting, value)).orElseGet(() -> fallback(setting));
    }

    private static <T> Optional<T> parse(Setting<T> setting, Values.Value value) {
        try {
            return Optional.of(setting.kind().parse(value.text()));
        } catch (InvalidValue e) {
            return Optional.empty(); // told by get already
        }
    }

    private <T> T fallback(Setting<T> setting) {
        String text = setting.moves()
                ? Integer.toString(Integer.parseInt(setting.fallback()) + portOffset)
                : setting.fallback();
        try {
            return setting.kind().parse(text);
        } catch (InvalidValue e) {
            throw new IllegalStateException("the default of " + setting.key() + " " + e.getMessage(), e);
        }
    }

    /**
     * What must hold between two settings; told at the first of them that somebody set.
     *
     * @param atOne the message that follows the name of the one
     * @param atOther the message that follows the name of the other
     */
    void require(boolean holds, Setting<?> one, String atOne, Setting<?> other, String atOther) {
        if (!holds) {
            var value = values.find(one);
            problems.add(value.or(() -> values.find(other))
                    .map(found -> new Problem(found.place(), found.name(), value.isPresent() ? atOne : atOther))
                    .orElseGet(() -> new Problem(new Place.Default(), one.key(), atOne)));
        }
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            problems.sort(comparingInt(problem -> problem.place().order()));
            throw new ConfigProblems(problems);
        }
    }
}

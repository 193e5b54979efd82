package io.bellcord.broker.json;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of an enum as they stand in JSON.
 *
 * @param byCode by code as it is usually written, and in lower case
 * @param byNumber by GTFS-Realtime's number; empty where GTFS-Realtime has none
 * @param listing for messages
 */
record Choices<E>(Map<String, E> byCode, List<E> byNumber, String listing) {
    private static final int LONGEST_CODE = 40;

    static <E> Choices<E> ofCodes(List<E> values, Function<E, String> code) {
        return of(values, List.of(), code);
    }

    /** GTFS-Realtime's enums, whose constants here stand in the order of their numbers. */
    static <E extends Enum<E>> Choices<E> ofGtfs(List<E> values) {
        return of(values, values, Enum::name);
    }

    private static <E> Choices<E> of(List<E> values, List<E> byNumber, Function<E, String> code) {
        Map<String, E> byCode = new HashMap<>();
        values.forEach(value -> {
            byCode.put(code.apply(value), value);
            byCode.put(code.apply(value).toLowerCase(Locale.ROOT), value);
        });
        return new Choices<>(
                Map.copyOf(byCode),
                byNumber,
                String.join(", ", values.stream().map(code).toList()));
    }

    Optional<E> find(String text) {
        if (text.length() > LONGEST_CODE) {
            return Optional.empty();
        }
        E usual = byCode.get(text);
        return Optional.ofNullable(usual != null ? usual : byCode.get(text.toLowerCase(Locale.ROOT)));
    }

    Optional<E> find(double number) {
        int index = (int) number;
        return index == number && index >= 0 && index < byNumber.size()
                ? Optional.of(byNumber.get(index))
                : Optional.empty();
    }
}

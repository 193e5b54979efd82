package io.bellcord.broker.http.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as it stands in an answer.
 *
 * @param next for the parameter {@code cursor} of the next call; null where this is the last part
 */
@JsonPropertyOrder({"items", "next"})
public record Page<T>(List<T> items, @Nullable String next) {
    /** As many as fit into one answer. */
    public static final int MOST = 10_000;

    /**
     * The part that a call asks for by {@code limit} and {@code cursor}. The cursor names the last item before it, so
     * nothing is missed or comes twice because others come or go meanwhile.
     *
     * @param inOrder of their keys
     * @param key of an item, different for each
     */
    public static <T, K extends Comparable<K>> Page<T> of(
            ApiRequest request, List<T> inOrder, Function<T, K> key, Function<String, K> read) {
        int limit = limit(request);
        int from =
                after(request, read).map(last -> firstAfter(inOrder, key, last)).orElse(0);
        int to = Math.min(inOrder.size(), from + limit);
        List<T> items = inOrder.subList(from, to);
        boolean isLast = to == inOrder.size();
        return new Page<>(
                items, isLast ? null : written(key.apply(items.getLast()).toString()));
    }

    /** The same for items whose key is a text. */
    public static <T> Page<T> of(ApiRequest request, List<T> inOrder, Function<T, String> id) {
        return of(request, inOrder, id, Function.identity());
    }

    private static int limit(ApiRequest request) {
        return request.whole("limit", MOST, 1, MOST);
    }

    private static <K> Optional<K> after(ApiRequest request, Function<String, K> read) {
        try {
            return request.parameter("cursor")
                    .map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
                    .map(read);
        } catch (IllegalArgumentException e) {
            throw ApiRequest.invalid("cursor must be the next of an answer before");
        }
    }

    private static <T, K extends Comparable<K>> int firstAfter(List<T> inOrder, Function<T, K> key, K last) {
        int from = 0;
        int to = inOrder.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (key.apply(inOrder.get(middle)).compareTo(last) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static String written(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}

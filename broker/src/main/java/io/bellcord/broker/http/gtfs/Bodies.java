package io.bellcord.broker.http.gtfs;

import io.bellcord.broker.http.api.Body;
import io.bellcord.broker.transit.ProviderId;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** A body for each provider, written once for all who ask while what it is written of stays the same object. */
final class Bodies<T> {
    private final Function<T, Body> writer;
    private final ConcurrentMap<ProviderId, Written<T>> written = new ConcurrentHashMap<>();

    private record Written<T>(T of, Body body) {}

    Bodies(Function<T, Body> writer) {
        this.writer = writer;
    }

    Body of(ProviderId provider, T source) {
        Written<T> newest = written.compute(
                provider,
                (_, before) ->
                        before != null && isOf(before, source) ? before : new Written<>(source, writer.apply(source)));
        return Objects.requireNonNull(newest).body();
    }

    @SuppressWarnings("ReferenceEquality") // what is made anew is another, and large to compare
    private static <T> boolean isOf(Written<T> written, T source) {
        return written.of() == source;
    }
}

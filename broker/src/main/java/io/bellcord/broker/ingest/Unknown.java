package io.bellcord.broker.ingest;

import org.jspecify.annotations.Nullable;

/** What phones write for what they do not know. */
final class Unknown {
    private Unknown() {}

    /** A speed, a course or an accuracy below zero says that there is none. */
    static @Nullable Double ifNegative(@Nullable Double value) {
        return value == null || value < 0 ? null : value;
    }
}

package io.bellcord.broker.transit;

import org.jspecify.annotations.Nullable;

/** The one wording for a number that is out of its range. */
final class Range {
    private Range() {}

    static void require(String field, @Nullable Double value, double min, double max) {
        // Written so that NaN fails too.
        if (value != null && !(value >= min && value <= max)) {
            throw outside(field, value, min, max);
        }
    }

    static void require(String field, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw new InvalidValue(field + " must be " + min + " to " + max + " but is " + value);
        }
    }

    private static InvalidValue outside(String field, double value, double min, double max) {
        return new InvalidValue(field + " must be " + plain(min) + " to " + plain(max) + " but is " + plain(value));
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}

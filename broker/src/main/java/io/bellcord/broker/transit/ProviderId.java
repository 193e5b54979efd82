package io.bellcord.broker.transit;

/**
 * A provider: a company that runs buses; the tenant.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @throws IllegalArgumentException naming what is allowed and the value found
 */
public record ProviderId(String value) implements Comparable<ProviderId> {
    public ProviderId {
        Ids.require("provider", value);
    }

    public static boolean isValid(String value) {
        return Ids.isValid(value);
    }

    @Override
    public int compareTo(ProviderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

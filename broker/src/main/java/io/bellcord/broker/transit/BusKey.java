package io.bellcord.broker.transit;

/** One bus among those of all providers. */
public record BusKey(ProviderId provider, BusId bus) {
    public static BusKey of(String provider, String bus) {
        return new BusKey(new ProviderId(provider), new BusId(bus));
    }

    @Override
    public String toString() {
        return provider + "/" + bus;
    }
}

package io.bellcord.broker.http.fleet;

import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** So many event streams there may be at once. Safe for use by many threads. */
public final class StreamPlaces {
    private final Counts<String> total;
    private final Counts<ProviderId> perProvider;
    private final AtomicInteger taken = new AtomicInteger();

    /** One that is taken until it is closed. */
    public final class Place implements AutoCloseable {
        private final Counts<String>.Place one;
        private final Counts<ProviderId>.Place ofProvider;

        private Place(Counts<String>.Place one, Counts<ProviderId>.Place ofProvider) {
            this.one = one;
            this.ofProvider = ofProvider;
            taken.incrementAndGet();
        }

        @Override
        public void close() {
            one.leave();
            ofProvider.leave();
            taken.decrementAndGet();
        }
    }

    public StreamPlaces(int most, int mostPerProvider, MeterRegistry meters) {
        total = new Counts<>(most);
        perProvider = new Counts<>(mostPerProvider);
        Gauge.builder("bellcord.http.streams", taken::get)
                .description("Event streams that are read")
                .register(meters);
    }

    /** Empty where there is no room. */
    Optional<Place> enter(ProviderId provider) {
        Optional<Counts<ProviderId>.Place> ofProvider = perProvider.enter(provider);
        Optional<Place> place = ofProvider.flatMap(one -> total.enter("").map(ofAll -> new Place(ofAll, one)));
        if (place.isEmpty()) {
            ofProvider.ifPresent(Counts.Place::leave);
        }
        return place;
    }
}

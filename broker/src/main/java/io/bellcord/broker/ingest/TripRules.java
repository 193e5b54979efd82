package io.bellcord.broker.ingest;

import io.bellcord.broker.gtfs.ProviderGtfs;
import io.bellcord.broker.gtfs.ScheduledTrip;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.json.Problem;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.Trip;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of its trip, held against the GTFS of its provider: a trip alone is given its route and direction.
 * Where a provider has loaded none, whatever comes is believed.
 */
public final class TripRules {
    private final UnknownTrips unknown;
    private final Function<ProviderId, Optional<ProviderGtfs>> gtfs;
    private final Counter unknownTrips;
    private final Counter unknownRoutes;

    /** What became of a position. */
    sealed interface Checked {
        record Good(Position position) implements Checked {}

        record Bad(Refused refused) implements Checked {}
    }

    /**
     * Rules over the timetables there are.
     *
     * @param gtfs in memory, since nothing here may wait
     */
    public TripRules(UnknownTrips unknown, Function<ProviderId, Optional<ProviderGtfs>> gtfs, MeterRegistry meters) {
        this.unknown = unknown;
        this.gtfs = gtfs;
        unknownTrips = counter("trip", meters);
        unknownRoutes = counter("route", meters);
    }

    /** Where no provider has loaded any. */
    static TripRules believing(MeterRegistry meters) {
        return new TripRules(UnknownTrips.KEEP, _ -> Optional.empty(), meters);
    }

    private static Counter counter(String field, MeterRegistry meters) {
        return Counter.builder("bellcord.ingest.unknown")
                .description("Trips and routes that the provider's GTFS does not know")
                .tag("field", field)
                .register(meters);
    }

    Checked check(Position position) {
        Trip said = position.trip();
        if (said.trip() == null && said.route() == null) {
            return new Checked.Good(position);
        }
        return gtfs.apply(position.bus().provider())
                .map(known -> check(position, said, known))
                .orElseGet(() -> new Checked.Good(position));
    }

    private Checked check(Position position, Trip said, ProviderGtfs known) {
        Optional<ScheduledTrip> trip = Optional.ofNullable(said.trip()).flatMap(known::trip);
        if (trip.isPresent() && isOn(trip.get(), said.route())) {
            return good(position, scheduled(said, trip.get()));
        }
        if (said.trip() == null) {
            return checkRoute(position, said, known);
        }
        unknownTrips.increment();
        return switch (unknown) {
            case KEEP -> new Checked.Good(position);
            case REFUSE -> bad(Reason.UNKNOWN_TRIP, whyNot(said.trip(), trip, said.route()));
            case DROP -> checkRoute(position, new Trip(said.route(), said.direction(), null, null, null), known);
        };
    }

    private static boolean isOn(ScheduledTrip trip, @Nullable String route) {
        return route == null || route.equals(trip.route().value());
    }

    private static Trip scheduled(Trip said, ScheduledTrip trip) {
        Integer direction = trip.direction() == null ? said.direction() : trip.direction();
        return new Trip(trip.route().value(), direction, said.trip(), said.startDate(), said.startTime());
    }

    private static String whyNot(String said, Optional<ScheduledTrip> trip, @Nullable String route) {
        String quoted = "trip \"" + Problem.quote(said) + '"';
        return trip.map(known -> quoted + " is of route " + known.route() + " in the provider's GTFS, not of " + route)
                .orElse(quoted + " is not in the provider's GTFS");
    }

    private Checked checkRoute(Position position, Trip said, ProviderGtfs known) {
        if (said.route() == null || known.hasRoute(said.route())) {
            return good(position, said);
        }
        unknownRoutes.increment();
        return switch (unknown) {
            case KEEP -> new Checked.Good(position);
            case REFUSE ->
                bad(
                        Reason.UNKNOWN_ROUTE,
                        "route \"" + Problem.quote(said.route()) + "\" is not in the provider's GTFS");
            case DROP -> good(position, Trip.UNKNOWN);
        };
    }

    private static Checked good(Position position, Trip trip) {
        return new Checked.Good(trip.equals(position.trip()) ? position : position.with(trip));
    }

    private static Checked bad(Reason reason, String message) {
        return new Checked.Bad(new Refused(reason, message));
    }
}

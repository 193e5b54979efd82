package io.bellcord.broker.ingest;

import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which positions are believed, beyond the ranges that a {@link Position} itself keeps. */
public final class IngestRules {
    private final Limits limits;

    IngestRules(Limits limits) {
        this.limits = limits;
    }

    /**
     * The settings.
     *
     * @param maxFuture how far a fix time may be ahead of our clock: clocks differ
     * @param maxAge how old a fix may be: older is of no use to a rider
     * @param maxBuses of one provider: each takes memory, and a client that may report for any could name millions
     */
    public record Limits(Duration maxFuture, Duration maxAge, int maxPayloadBytes, int maxBuses) {
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(60), Duration.ofHours(3), 8 * 1024, 20_000);
    }

    Optional<Refused> checkSize(byte[] payload) {
        return payload.length <= limits.maxPayloadBytes()
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.TOO_LARGE,
                        "the payload must be at most " + limits.maxPayloadBytes() + " bytes but has "
                                + payload.length));
    }

    /** Whether there is room for a bus; several that come at the same moment may be let in for the last place. */
    Optional<Refused> checkRoom(BusKey bus, LastLocations known) {
        return known.count(bus.provider()) < limits.maxBuses()
                        || known.find(bus).isPresent()
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.TOO_MANY_BUSES,
                        "the provider has " + limits.maxBuses()
                                + " buses already, and this is another one: is its id right?"));
    }

    Optional<Refused> check(Position position, Instant now) {
        if (position.latitude() == 0 && position.longitude() == 0) {
            return Optional.of(new Refused(Reason.NULL_ISLAND, "lat and lon are both 0: the tracker has no fix yet"));
        }
        Duration ahead = Duration.between(now, position.fixTime());
        if (ahead.compareTo(limits.maxFuture()) > 0) {
            return Optional.of(new Refused(
                    Reason.FROM_THE_FUTURE,
                    "ts is " + wholeSeconds(ahead) + " s ahead of the broker's clock; at most "
                            + limits.maxFuture().toSeconds() + " s is allowed: check the tracker's clock"));
        }
        Duration age = ahead.negated();
        if (age.compareTo(limits.maxAge()) > 0) {
            return Optional.of(new Refused(
                    Reason.TOO_OLD,
                    "ts is " + wholeSeconds(age) + " s behind the broker's clock; at most "
                            + limits.maxAge().toSeconds() + " s is allowed: check the tracker's clock"));
        }
        return Optional.empty();
    }

    /** Rounded up, so that what is refused never reads like what is allowed. */
    private static long wholeSeconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}

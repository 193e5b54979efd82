package io.bellcord.broker.json;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Device;
import io.bellcord.broker.transit.FixSource;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A position while it is read: what has been found of it so far, and what was wrong. Not for several threads. */
public final class PositionDraft {
    @Nullable
    String provider;

    @Nullable
    String bus;

    @Nullable
    Long fixTime;

    @Nullable
    Double latitude;

    @Nullable
    Double longitude;

    @Nullable
    Double speed;

    @Nullable
    Double bearing;

    @Nullable
    Double accuracy;

    @Nullable
    Double altitude;

    @Nullable
    Double odometer;

    @Nullable
    Long sequence;

    @Nullable
    FixSource source;

    @Nullable
    ServiceStatus status;

    @Nullable
    String route;

    @Nullable
    Integer direction;

    @Nullable
    String trip;

    @Nullable
    String startDate;

    @Nullable
    String startTime;

    @Nullable
    String stop;

    @Nullable
    Integer stopSequence;

    StopRelation.@Nullable Status stopStatus;
    Occupancy.@Nullable Status occupancy;

    @Nullable
    Integer occupancyPercentage;

    @Nullable
    Boolean doorOpen;

    @Nullable
    Boolean ignition;

    @Nullable
    Double battery;

    @Nullable
    Double signal;

    @Nullable
    String firmware;

    @Nullable
    String ext;

    private @Nullable Problem problem;

    /** The provider the text names, which need not be the one it was sent for. */
    public Optional<String> provider() {
        return Optional.ofNullable(provider);
    }

    /** The bus the text names, which need not be the one it was sent for. */
    public Optional<String> bus() {
        return Optional.ofNullable(bus);
    }

    public void belongsTo(@Nullable String provider, @Nullable String bus) {
        this.provider = provider;
        this.bus = bus;
    }

    public void at(@Nullable Double latitude, @Nullable Double longitude) {
        this.latitude = latitude;
        this.longitude = longitude;
    }

    public void fixTime(Instant time) {
        fixTime = time.toEpochMilli();
    }

    /**
     * How it moves.
     *
     * @param metresPerSecond over ground
     */
    public void moving(@Nullable Double metresPerSecond, @Nullable Double degreesFromNorth) {
        speed = metresPerSecond;
        bearing = degreesFromNorth;
    }

    /** Within how many metres it is, and how many above the ellipsoid. */
    public void measured(@Nullable Double within, @Nullable Double above) {
        accuracy = within;
        altitude = above;
    }

    public void odometer(@Nullable Double metres) {
        odometer = metres;
    }

    public void source(@Nullable FixSource how) {
        source = how;
    }

    public void doors(@Nullable Boolean open) {
        doorOpen = open;
    }

    public void battery(@Nullable Double percent) {
        battery = percent;
    }

    /** As GTFS has it: a direction is 0 or 1, the date YYYYMMDD, the time HH:MM:SS. */
    public void trip(
            @Nullable String routeId, @Nullable Integer directionId, @Nullable String date, @Nullable String time) {
        route = routeId;
        direction = directionId;
        startDate = date;
        startTime = time;
    }

    public void stop(@Nullable String stopId) {
        stop = stopId;
    }

    public void occupancyPercentage(@Nullable Integer percent) {
        occupancyPercentage = percent;
    }

    /** Notes a problem; the first one stays. */
    public void problem(Problem found) {
        if (problem == null) {
            problem = found;
        }
    }

    /** Whether nothing says when or where: a message that is only an envelope for buffered fixes. */
    public boolean isBlank() {
        return problem == null && fixTime == null && latitude == null && longitude == null;
    }

    /** What keeps this from being a position; ranges aside, which the position itself checks. */
    public Optional<Problem> problem() {
        if (problem != null) {
            return Optional.of(problem);
        }
        if (fixTime == null) {
            return Optional.of(Problem.missing("ts is missing: epoch milliseconds"));
        }
        if (latitude == null) {
            return Optional.of(Problem.missing("lat is missing: degrees north"));
        }
        return longitude == null ? Optional.of(Problem.missing("lon is missing: degrees east")) : Optional.empty();
    }

    /**
     * The position of this bus.
     *
     * @throws io.bellcord.broker.transit.InvalidValue for a value outside its range
     * @throws IllegalStateException if there is a {@link #problem()}
     */
    public Position toPosition(BusKey key, Instant receivedAt) {
        if (fixTime == null || latitude == null || longitude == null) {
            throw new IllegalStateException("not a position: " + problem());
        }
        return new Position(
                key,
                Instant.ofEpochMilli(fixTime),
                Instant.ofEpochMilli(receivedAt.toEpochMilli()),
                latitude,
                longitude,
                motion(),
                status,
                journey(),
                stopRelation(),
                occupancy(),
                device(),
                ext);
    }

    // Most positions say little; those who say nothing share one object, a fleet's worth of memory.

    private Motion motion() {
        return areNull(speed, bearing, accuracy, altitude, odometer, sequence, source)
                ? Motion.UNKNOWN
                : new Motion(speed, bearing, accuracy, altitude, odometer, sequence, source);
    }

    private Trip journey() {
        return areNull(route, direction, trip, startDate, startTime)
                ? Trip.UNKNOWN
                : new Trip(route, direction, trip, startDate, startTime);
    }

    private StopRelation stopRelation() {
        return areNull(stop, stopSequence, stopStatus)
                ? StopRelation.UNKNOWN
                : new StopRelation(stop, stopSequence, stopStatus);
    }

    private Occupancy occupancy() {
        return areNull(occupancy, occupancyPercentage)
                ? Occupancy.UNKNOWN
                : new Occupancy(occupancy, occupancyPercentage);
    }

    private Device device() {
        return areNull(doorOpen, ignition, battery, signal, firmware)
                ? Device.UNKNOWN
                : new Device(doorOpen, ignition, battery, signal, firmware);
    }

    private static boolean areNull(@Nullable Object... values) {
        for (Object value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }
}

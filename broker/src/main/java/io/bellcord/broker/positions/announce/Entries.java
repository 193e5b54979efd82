package io.bellcord.broker.positions.announce;

import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Device;
import io.bellcord.broker.transit.InvalidValue;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import io.bellcord.wire.AnnouncedPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One position of an announcement. */
final class Entries {
    private Entries() {}

    static AnnouncedPosition of(Position position) {
        AnnouncedPosition.Builder to = AnnouncedPosition.newBuilder()
                .setBus(position.bus().bus().value())
                .setFixTime(position.fixTime().toEpochMilli())
                .setReceivedAfter(Duration.between(position.fixTime(), position.receiveTime())
                        .toMillis())
                .setLatitude(position.latitude())
                .setLongitude(position.longitude())
                .setStatusValue(Codes.STATUSES.code(position.status()));
        write(to, position.motion());
        write(to, position.trip());
        write(to, position.stop());
        write(to, position.occupancy());
        write(to, position.device());
        set(position.ext(), to::setExt);
        return to.build();
    }

    private static void write(AnnouncedPosition.Builder to, Motion motion) {
        set(motion.speed(), to::setSpeed);
        set(motion.bearing(), to::setBearing);
        set(motion.accuracy(), to::setAccuracy);
        set(motion.altitude(), to::setAltitude);
        set(motion.odometer(), to::setOdometer);
        set(motion.sequence(), to::setSequence);
        to.setSourceValue(Codes.SOURCES.code(motion.source()));
    }

    private static void write(AnnouncedPosition.Builder to, Trip trip) {
        set(trip.route(), to::setRoute);
        set(trip.direction(), to::setDirection);
        set(trip.trip(), to::setTrip);
        set(trip.startDate(), to::setStartDate);
        set(trip.startTime(), to::setStartTime);
    }

    private static void write(AnnouncedPosition.Builder to, StopRelation stop) {
        set(stop.stop(), to::setStop);
        set(stop.sequence(), to::setStopSequence);
        to.setStopStatusValue(Codes.STOP_STATUSES.code(stop.status()));
    }

    private static void write(AnnouncedPosition.Builder to, Occupancy occupancy) {
        to.setOccupancyStatusValue(Codes.OCCUPANCIES.code(occupancy.status()));
        set(occupancy.percentage(), to::setOccupancyPercentage);
    }

    private static void write(AnnouncedPosition.Builder to, Device device) {
        set(device.doorOpen(), to::setDoorOpen);
        set(device.ignition(), to::setIgnition);
        set(device.battery(), to::setBattery);
        set(device.signal(), to::setSignal);
        set(device.firmware(), to::setFirmware);
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    /** Empty for one that is out of its ranges: no node of ours writes it. */
    static Optional<Position> read(ProviderId provider, AnnouncedPosition from) {
        if (!BusId.isValid(from.getBus())) {
            return Optional.empty();
        }
        try {
            return Optional.of(position(new BusKey(provider, new BusId(from.getBus())), from));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    private static Position position(BusKey bus, AnnouncedPosition from) {
        return new Position(
                bus,
                Instant.ofEpochMilli(from.getFixTime()),
                Instant.ofEpochMilli(from.getFixTime() + from.getReceivedAfter()),
                from.getLatitude(),
                from.getLongitude(),
                motion(from),
                Codes.STATUSES.value(from.getStatusValue()),
                trip(from),
                new StopRelation(
                        from.hasStop() ? from.getStop() : null,
                        from.hasStopSequence() ? (Integer) from.getStopSequence() : null,
                        Codes.STOP_STATUSES.value(from.getStopStatusValue())),
                new Occupancy(
                        Codes.OCCUPANCIES.value(from.getOccupancyStatusValue()),
                        from.hasOccupancyPercentage() ? (Integer) from.getOccupancyPercentage() : null),
                device(from),
                from.hasExt() ? from.getExt() : null);
    }

    private static Motion motion(AnnouncedPosition from) {
        return new Motion(
                from.hasSpeed() ? (Double) from.getSpeed() : null,
                from.hasBearing() ? (Double) from.getBearing() : null,
                from.hasAccuracy() ? (Double) from.getAccuracy() : null,
                from.hasAltitude() ? (Double) from.getAltitude() : null,
                from.hasOdometer() ? (Double) from.getOdometer() : null,
                from.hasSequence() ? (Long) from.getSequence() : null,
                Codes.SOURCES.value(from.getSourceValue()));
    }

    private static Trip trip(AnnouncedPosition from) {
        return new Trip(
                from.hasRoute() ? from.getRoute() : null,
                from.hasDirection() ? (Integer) from.getDirection() : null,
                from.hasTrip() ? from.getTrip() : null,
                from.hasStartDate() ? from.getStartDate() : null,
                from.hasStartTime() ? from.getStartTime() : null);
    }

    private static Device device(AnnouncedPosition from) {
        return new Device(
                from.hasDoorOpen() ? (Boolean) from.getDoorOpen() : null,
                from.hasIgnition() ? (Boolean) from.getIgnition() : null,
                from.hasBattery() ? (Double) from.getBattery() : null,
                from.hasSignal() ? (Double) from.getSignal() : null,
                from.hasFirmware() ? from.getFirmware() : null);
    }
}

package io.bellcord.broker.gtfsrt;

import com.google.protobuf.CodedOutputStream;
import com.google.transit.realtime.GtfsRealtime.FeedEntity;
import com.google.transit.realtime.GtfsRealtime.FeedMessage;
import com.google.transit.realtime.GtfsRealtime.TripDescriptor;
import com.google.transit.realtime.GtfsRealtime.VehicleDescriptor;
import com.google.transit.realtime.GtfsRealtime.VehiclePosition;
import com.google.transit.realtime.GtfsRealtime.VehiclePosition.OccupancyStatus;
import com.google.transit.realtime.GtfsRealtime.VehiclePosition.VehicleStopStatus;
import io.bellcord.broker.gtfs.ProviderGtfs;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes positions as entities of a feed. Trips, routes and stops are named only where they are in the provider's GTFS, if it has
 * loaded one: those who read the feed look them up there.
 *
 * @param gtfs null where the provider has loaded none
 * @param names of buses that have one beside their id
 */
record Entities(@Nullable ProviderGtfs gtfs, Map<BusId, String> names) {
    private static final float FULL_CIRCLE = 360;
    private static final int HOURS_IN_TWO_DIGITS = 8;

    /** One bus, as a field of the message. Its id is the entity's, so that it is the same in every message. */
    byte[] write(Position position) {
        FeedEntity entity = entity(position);
        byte[] bytes = new byte[CodedOutputStream.computeMessageSize(FeedMessage.ENTITY_FIELD_NUMBER, entity)];
        try {
            CodedOutputStream.newInstance(bytes).writeMessage(FeedMessage.ENTITY_FIELD_NUMBER, entity);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    private FeedEntity entity(Position position) {
        BusId id = position.bus().bus();
        String bus = id.value();
        VehiclePosition.Builder vehicle = VehiclePosition.newBuilder()
                .setVehicle(VehicleDescriptor.newBuilder().setId(bus).setLabel(names.getOrDefault(id, bus)))
                .setPosition(place(position))
                .setTimestamp(timestamp(position).getEpochSecond());
        if (position.status() != ServiceStatus.DEADHEAD) { // it serves no trip and no stop
            addTrip(vehicle, position.trip());
            addStop(vehicle, position.stop());
        }
        addOccupancy(vehicle, position.occupancy());
        return FeedEntity.newBuilder().setId(bus).setVehicle(vehicle).build();
    }

    /** A tracker's clock may be a little ahead; the feed's readers take no time that has not come yet. */
    private static Instant timestamp(Position position) {
        Instant fix = position.fixTime();
        return fix.isAfter(position.receiveTime()) ? position.receiveTime() : fix;
    }

    private static com.google.transit.realtime.GtfsRealtime.Position place(Position position) {
        Motion motion = position.motion();
        var place = com.google.transit.realtime.GtfsRealtime.Position.newBuilder()
                .setLatitude((float) position.latitude())
                .setLongitude((float) position.longitude());
        if (motion.bearing() != null) {
            place.setBearing(motion.bearing().floatValue() % FULL_CIRCLE);
        }
        if (motion.odometer() != null) {
            place.setOdometer(motion.odometer());
        }
        if (motion.speed() != null) {
            place.setSpeed(motion.speed().floatValue());
        }
        return place.build();
    }

    private void addTrip(VehiclePosition.Builder vehicle, Trip trip) {
        var descriptor = TripDescriptor.newBuilder();
        if (trip.route() != null && (gtfs == null || gtfs.hasRoute(trip.route()))) {
            descriptor.setRouteId(trip.route());
            if (trip.direction() != null) {
                descriptor.setDirectionId(trip.direction());
            }
        }
        if (trip.trip() != null && isKnown(trip.trip(), trip.route())) {
            descriptor.setTripId(trip.trip());
            if (trip.startDate() != null) {
                descriptor.setStartDate(trip.startDate());
            }
            if (trip.startTime() != null) {
                descriptor.setStartTime(inTwoDigits(trip.startTime()));
            }
        }
        if (descriptor.hasRouteId() || descriptor.hasTripId()) {
            vehicle.setTrip(descriptor);
        }
    }

    private boolean isKnown(String trip, @Nullable String route) {
        return gtfs == null
                || gtfs.trip(trip)
                        .filter(known -> route == null || known.route().value().equals(route))
                        .isPresent();
    }

    /** {@code 7:05:00} is understood, {@code 07:05:00} is what stands in feeds. */
    private static String inTwoDigits(String time) {
        return time.length() < HOURS_IN_TWO_DIGITS ? "0" + time : time;
    }

    private void addStop(VehiclePosition.Builder vehicle, StopRelation relation) {
        boolean known = relation.stop() != null && (gtfs == null || gtfs.hasStop(relation.stop()));
        if (known) {
            vehicle.setStopId(relation.stop());
        }
        if (relation.sequence() != null) {
            vehicle.setCurrentStopSequence(relation.sequence());
        }
        if (relation.status() != null && (known || relation.sequence() != null)) {
            vehicle.setCurrentStatus(VehicleStopStatus.valueOf(relation.status().name()));
        }
    }

    private static void addOccupancy(VehiclePosition.Builder vehicle, Occupancy occupancy) {
        if (occupancy.status() != null) {
            vehicle.setOccupancyStatus(
                    OccupancyStatus.valueOf(occupancy.status().name()));
        }
        if (occupancy.percentage() != null) {
            vehicle.setOccupancyPercentage(occupancy.percentage());
        }
    }
}

package io.bellcord.broker.gtfsrt;

import static com.google.transit.realtime.GtfsRealtime.Position.BEARING_FIELD_NUMBER;
import static com.google.transit.realtime.GtfsRealtime.Position.LATITUDE_FIELD_NUMBER;
import static com.google.transit.realtime.GtfsRealtime.Position.LONGITUDE_FIELD_NUMBER;
import static com.google.transit.realtime.GtfsRealtime.Position.ODOMETER_FIELD_NUMBER;
import static com.google.transit.realtime.GtfsRealtime.Position.SPEED_FIELD_NUMBER;

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
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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

    /**
     * One bus, as a field of the message. Its id is the entity's, so that it is the same in every message.
     *
     * @param now no later than the header's time
     */
    byte[] write(Position position, Instant now, Wire to) {
        BusId bus = position.bus().bus();
        int entity = to.begin(FeedMessage.ENTITY_FIELD_NUMBER);
        to.text(FeedEntity.ID_FIELD_NUMBER, bus.value());
        int vehicle = to.begin(FeedEntity.VEHICLE_FIELD_NUMBER);
        if (position.status() != ServiceStatus.DEADHEAD) { // it serves no trip and no stop
            writeTrip(position.trip(), to);
            writeStop(position.stop(), to);
        }
        writePlace(position, to);
        to.whole(
                VehiclePosition.TIMESTAMP_FIELD_NUMBER, timestamp(position, now).getEpochSecond());
        writeName(bus, to);
        writeOccupancy(position.occupancy(), to);
        to.end(vehicle);
        to.end(entity);
        return to.take();
    }

    /** A tracker's clock may be a little ahead, and another node's too; the feed's readers take no time that has not come yet. */
    private static Instant timestamp(Position position, Instant now) {
        return earlier(earlier(position.fixTime(), position.receiveTime()), now);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void writeName(BusId bus, Wire to) {
        int descriptor = to.begin(VehiclePosition.VEHICLE_FIELD_NUMBER);
        to.text(VehicleDescriptor.ID_FIELD_NUMBER, bus.value());
        to.text(VehicleDescriptor.LABEL_FIELD_NUMBER, names.getOrDefault(bus, bus.value()));
        to.end(descriptor);
    }

    private static void writePlace(Position position, Wire to) {
        Motion motion = position.motion();
        int place = to.begin(VehiclePosition.POSITION_FIELD_NUMBER);
        to.single(LATITUDE_FIELD_NUMBER, (float) position.latitude());
        to.single(LONGITUDE_FIELD_NUMBER, (float) position.longitude());
        if (motion.bearing() != null) {
            to.single(BEARING_FIELD_NUMBER, motion.bearing().floatValue() % FULL_CIRCLE);
        }
        if (motion.odometer() != null) {
            to.twice(ODOMETER_FIELD_NUMBER, motion.odometer());
        }
        if (motion.speed() != null) {
            to.single(SPEED_FIELD_NUMBER, motion.speed().floatValue());
        }
        to.end(place);
    }

    private void writeTrip(Trip trip, Wire to) {
        boolean knowsRoute = trip.route() != null && (gtfs == null || gtfs.hasRoute(trip.route()));
        boolean knowsTrip = trip.trip() != null && isKnown(trip.trip(), trip.route());
        if (knowsRoute || knowsTrip) {
            int descriptor = to.begin(VehiclePosition.TRIP_FIELD_NUMBER);
            if (knowsTrip) {
                writeRun(trip, to);
            }
            if (knowsRoute) {
                writeRoute(trip, to);
            }
            to.end(descriptor);
        }
    }

    private static void writeRun(Trip trip, Wire to) {
        to.text(TripDescriptor.TRIP_ID_FIELD_NUMBER, Objects.requireNonNull(trip.trip()));
        if (trip.startTime() != null) {
            to.text(TripDescriptor.START_TIME_FIELD_NUMBER, inTwoDigits(trip.startTime()));
        }
        if (trip.startDate() != null) {
            to.text(TripDescriptor.START_DATE_FIELD_NUMBER, trip.startDate());
        }
    }

    private static void writeRoute(Trip trip, Wire to) {
        to.text(TripDescriptor.ROUTE_ID_FIELD_NUMBER, Objects.requireNonNull(trip.route()));
        if (trip.direction() != null) {
            to.whole(TripDescriptor.DIRECTION_ID_FIELD_NUMBER, trip.direction());
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

    private void writeStop(StopRelation relation, Wire to) {
        boolean known = relation.stop() != null && (gtfs == null || gtfs.hasStop(relation.stop()));
        if (relation.sequence() != null) {
            to.whole(VehiclePosition.CURRENT_STOP_SEQUENCE_FIELD_NUMBER, relation.sequence());
        }
        if (relation.status() != null && (known || relation.sequence() != null)) {
            to.whole(
                    VehiclePosition.CURRENT_STATUS_FIELD_NUMBER,
                    VehicleStopStatus.valueOf(relation.status().name()).getNumber());
        }
        if (known) {
            to.text(VehiclePosition.STOP_ID_FIELD_NUMBER, Objects.requireNonNull(relation.stop()));
        }
    }

    private static void writeOccupancy(Occupancy occupancy, Wire to) {
        if (occupancy.status() != null) {
            to.whole(
                    VehiclePosition.OCCUPANCY_STATUS_FIELD_NUMBER,
                    OccupancyStatus.valueOf(occupancy.status().name()).getNumber());
        }
        if (occupancy.percentage() != null) {
            to.whole(VehiclePosition.OCCUPANCY_PERCENTAGE_FIELD_NUMBER, occupancy.percentage());
        }
    }
}

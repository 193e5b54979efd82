package io.bellcord.broker.positions.announce;

import io.bellcord.broker.transit.FixSource;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an enumeration's values in {@code announcement.proto}: each value's is its place, counted from 1, and 0 is
 * none. What a newer node has added is none here.
 */
record Codes<E extends Enum<E>>(List<E> values) {
    static final Codes<FixSource> SOURCES =
            new Codes<>(List.of(FixSource.GPS, FixSource.DEAD_RECKONING, FixSource.MANUAL));
    static final Codes<ServiceStatus> STATUSES = new Codes<>(
            List.of(ServiceStatus.IN_SERVICE, ServiceStatus.DEADHEAD, ServiceStatus.LAYOVER, ServiceStatus.OUT));
    static final Codes<StopRelation.Status> STOP_STATUSES = new Codes<>(List.of(
            StopRelation.Status.INCOMING_AT, StopRelation.Status.STOPPED_AT, StopRelation.Status.IN_TRANSIT_TO));
    static final Codes<Occupancy.Status> OCCUPANCIES = new Codes<>(List.of(
            Occupancy.Status.EMPTY,
            Occupancy.Status.MANY_SEATS_AVAILABLE,
            Occupancy.Status.FEW_SEATS_AVAILABLE,
            Occupancy.Status.STANDING_ROOM_ONLY,
            Occupancy.Status.CRUSHED_STANDING_ROOM_ONLY,
            Occupancy.Status.FULL,
            Occupancy.Status.NOT_ACCEPTING_PASSENGERS,
            Occupancy.Status.NO_DATA_AVAILABLE,
            Occupancy.Status.NOT_BOARDABLE));

    int code(@Nullable E value) {
        return value == null ? 0 : values.indexOf(value) + 1;
    }

    @Nullable
    E value(int code) {
        return code < 1 || code > values.size() ? null : values.get(code - 1);
    }
}

package io.bellcord.broker.transit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fix: where a bus was, as its tracker measured it. GTFS-Realtime's {@code VehiclePosition}.
 *
 * @param fixTime by the tracker's clock, to the millisecond; positions of a bus are ordered by it
 * @param receiveTime by our clock
 * @param latitude degrees north, WGS-84, -90 to 90
 * @param longitude degrees east, WGS-84, -180 to 180
 * @param status whether the bus is in service; null when the tracker does not say
 * @param ext the tracker's own JSON object, at most 1 KiB, handed to riders as it came; null for none
 * @throws InvalidValue naming the field, its range and the value found
 */
public record Position(
        BusKey bus,
        Instant fixTime,
        Instant receiveTime,
        double latitude,
        double longitude,
        Motion motion,
        @Nullable ServiceStatus status,
        Trip trip,
        StopRelation stop,
        Occupancy occupancy,
        Device device,
        @Nullable String ext) {
    public Position {
        Range.require("lat", latitude, -90, 90);
        Range.require("lon", longitude, -180, 180);
        Text.require("ext", ext, 1024);
    }

    /** A position that says where and when, and nothing else. */
    public static Position at(BusKey bus, Instant fixTime, Instant receiveTime, double latitude, double longitude) {
        return new Position(
                bus,
                fixTime,
                receiveTime,
                latitude,
                longitude,
                Motion.UNKNOWN,
                null,
                Trip.UNKNOWN,
                StopRelation.UNKNOWN,
                Occupancy.UNKNOWN,
                Device.UNKNOWN,
                null);
    }

    /** The same on this trip. */
    public Position with(Trip other) {
        return new Position(
                bus, fixTime, receiveTime, latitude, longitude, motion, status, other, stop, occupancy, device, ext);
    }

    /** Newest wins, by fix time: a position with the same fix time is not newer, so a repeat changes nothing. */
    public boolean isNewerThan(@Nullable Position other) {
        return other == null || fixTime.isAfter(other.fixTime);
    }
}

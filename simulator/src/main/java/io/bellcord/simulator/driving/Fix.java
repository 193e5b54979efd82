package io.bellcord.simulator.driving;

import io.bellcord.simulator.streets.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a bus's GPS unit knows at one moment.
 *
 * @param measuredAt by the tracker's clock
 * @param speed metres per second
 * @param heading degrees clockwise from north
 * @param accuracy metres within which the true place lies
 * @param odometer metres since the tracker started
 * @param sequence counts this tracker's fixes from 1, those not sent too, so that a gap shows
 * @param direction GTFS {@code direction_id}; null between two directions
 */
public record Fix(
        Instant measuredAt,
        Place place,
        double speed,
        double heading,
        double accuracy,
        double odometer,
        long sequence,
        Duty duty,
        String route,
        @Nullable Integer direction,
        int occupancyPercent) {}

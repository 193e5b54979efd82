package io.bellcord.simulator.driving;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A bus that drives its round for as long as it is told to. Not safe for use by several threads. */
public final class Bus {
    private final String id;
    private final String route;
    private final Drive drive;
    private final GpsError gps;
    private Duration pending = Duration.ZERO; // driven, but not yet a whole step
    private long sequence;

    Bus(String id, Round round, double start, RandomGenerator random) {
        this.id = id;
        this.route = round.route();
        this.drive = new Drive(round, start, random);
        this.gps = new GpsError(random);
    }

    public String id() {
        return id;
    }

    /** Moves on; a clock that was set back moves nothing. */
    public void drive(Duration time) {
        if (time.isNegative()) {
            return;
        }
        pending = pending.plus(time);
        while (pending.compareTo(Drive.STEP) >= 0) {
            drive.step();
            gps.drift();
            pending = pending.minus(Drive.STEP);
        }
    }

    /** Where it is now, which its tracker measures at the given time. */
    public Fix fix(Instant measuredAt) {
        sequence++;
        return new Fix(
                measuredAt,
                gps.seenFrom(drive.placeIn(pending)),
                drive.speed(),
                drive.heading(),
                GpsError.ACCURACY,
                drive.odometerIn(pending),
                sequence,
                drive.duty(),
                route,
                drive.leg().direction(),
                drive.occupancyPercent());
    }
}

package io.bellcord.simulator.driving;

import io.bellcord.simulator.streets.Place;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A bus under way on its round, moved on in small equal steps. Not safe for use by several threads. */
final class Drive {
    static final Duration STEP = Duration.ofMillis(200);

    private static final double STEP_SECONDS = STEP.toMillis() / 1000.0;
    private static final double ACCELERATION = 1.0; // metres per second squared, kind to those who stand
    private static final double BRAKING = 1.1;
    private static final double SLOWEST_CRUISE = 20 / 3.6;
    private static final double FASTEST_CRUISE = 40 / 3.6;

    private final Round round;
    private final RandomGenerator random;
    private final Passengers passengers;
    private int legIndex;
    private int nextHalt;
    private double along; // metres on this leg
    private double speed;
    private double cruise;
    private double waiting; // seconds
    private double odometer;

    /** Starts so many metres into the round. */
    Drive(Round round, double start, RandomGenerator random) {
        this.round = round;
        this.random = random;
        this.passengers = new Passengers(random);
        this.along = start;
        while (along >= leg().line().length()) {
            along -= leg().line().length();
            legIndex = (legIndex + 1) % round.legs().size();
        }
        while (nextHalt < leg().halts().size() && leg().halts().get(nextHalt) <= along) {
            nextHalt++;
        }
        setOff();
    }

    void step() {
        if (waiting > 0) {
            waiting -= STEP_SECONDS;
            if (waiting <= 0) {
                setOff();
            }
            return;
        }
        var ahead = target() - along;
        speed = Math.min(Math.min(speed + ACCELERATION * STEP_SECONDS, cruise), Math.sqrt(2 * BRAKING * ahead));
        var moved = Math.min(speed * STEP_SECONDS, ahead);
        along += moved;
        odometer += moved;
        if (moved == ahead) {
            arrive();
        }
    }

    private void arrive() {
        along = target();
        speed = 0;
        if (!isAtEnd()) {
            nextHalt++;
            passengers.exchange();
            waiting = random.nextDouble(8, 20);
        } else if (leg().isInService()) {
            passengers.allOff();
            waiting = random.nextDouble(30, 120);
        } else {
            setOff();
        }
    }

    private void setOff() {
        if (isAtEnd()) {
            legIndex = (legIndex + 1) % round.legs().size();
            along = 0;
            nextHalt = 0;
        }
        waiting = 0;
        cruise = random.nextDouble(SLOWEST_CRUISE, FASTEST_CRUISE);
    }

    /** Where it stops next, in metres on this leg. */
    private double target() {
        var halts = leg().halts();
        return nextHalt < halts.size() ? halts.get(nextHalt) : leg().line().length();
    }

    private boolean isAtEnd() {
        return along >= leg().line().length();
    }

    Leg leg() {
        return round.legs().get(legIndex);
    }

    /** Where it will be in a moment shorter than a step, if it keeps its speed. */
    Place placeIn(Duration moment) {
        return leg().line().at(Math.min(target(), along + metresIn(moment)));
    }

    double odometerIn(Duration moment) {
        return odometer + Math.min(target() - along, metresIn(moment));
    }

    private double metresIn(Duration moment) {
        return speed * moment.toNanos() / 1e9;
    }

    double heading() {
        return leg().line().bearingAt(along);
    }

    double speed() {
        return speed;
    }

    boolean isWaiting() {
        return waiting > 0;
    }

    Duty duty() {
        if (!leg().isInService()) {
            return Duty.DEADHEAD;
        }
        return isWaiting() && isAtEnd() ? Duty.LAYOVER : Duty.IN_SERVICE;
    }

    int occupancyPercent() {
        return passengers.percent();
    }
}

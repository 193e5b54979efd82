package io.bellcord.simulator.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.simulator.driving.Fix;
import io.bellcord.simulator.protocol.PositionJson;
import io.bellcord.simulator.streets.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What trackers make of their fixes, the good way first. */
final class Habits {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final Duration ROLLOVER = Duration.ofDays(1024 * 7);

    static final Habit HEALTHY = fix -> List.of(json(fix));

    private static final int NOW_AND_THEN = 3;
    private static final int A_TUNNEL = 16; // fixes
    private static final int TOO_MANY = 8;
    private static final int A_GUST = 4;
    private static final int A_PAUSE = 16;
    private static final int KILOBYTES = 3 * 1024;
    private static final int TOO_MUCH = 9 * 1024;
    private static final double KMH = 3.6;
    private static final double KNOTS = 1.94384;
    private static final double DRIVING = 3; // m/s
    private static final double STANDING = 0.5;

    private Habits() {}

    /** A new one, for one tracker. */
    static Habit of(Fault fault) {
        return switch (fault) {
            case CLOCK_SKEW -> late(HALF_A_MINUTE.negated());
            case WEEK_ROLLOVER -> late(ROLLOVER);
            case DUPLICATES -> fix -> List.of(json(fix), json(fix));
            case SHUFFLE -> shuffle();
            case TUNNEL -> tunnel();
            case FROZEN -> frozen();
            case ZERO_ISLAND -> zeroIsland();
            case GIANT_PAYLOADS -> giant();
            case GARBAGE -> garbage();
            case KMH -> faster(KMH);
            case KNOTS -> faster(KNOTS);
            case SPINNING -> spinning();
            case TOO_OFTEN -> tooOften();
            case UNEVEN -> uneven();
            case FLAPPING, TWIN_IDS, NO_BACK_OFF, NO_KEEP_ALIVE, RANDOM_IDS, BAD_WILL -> HEALTHY;
        };
    }

    private static byte[] json(Fix fix) {
        return new PositionJson().encode(fix);
    }

    private static Habit each(UnaryOperator<Fix> change) {
        return fix -> List.of(json(change.apply(fix)));
    }

    private static Fix changed(Fix fix, Place place, double speed, double heading, Duration late) {
        return new Fix(
                fix.measuredAt().minus(late),
                place,
                speed,
                heading,
                fix.accuracy(),
                fix.odometer(),
                fix.sequence(),
                fix.duty(),
                fix.route(),
                fix.direction(),
                fix.occupancyPercent());
    }

    private static Habit late(Duration late) {
        return each(fix -> changed(fix, fix.place(), fix.speed(), fix.heading(), late));
    }

    private static Habit faster(double factor) {
        return each(fix -> changed(fix, fix.place(), fix.speed() * factor, fix.heading(), Duration.ZERO));
    }

    private static Habit spinning() {
        var random = new Random(1);
        return each(
                fix -> fix.speed() < STANDING ? changed(fix, fix.place(), 0, random.nextInt(360), Duration.ZERO) : fix);
    }

    /** From the moment when it drives. */
    private static Habit frozen() {
        var stuck = new AtomicReference<Fix>();
        return each(fix -> {
            if (stuck.get() == null && fix.speed() > DRIVING) {
                stuck.set(fix);
            }
            var last = stuck.get();
            return last == null ? fix : changed(fix, last.place(), last.speed(), last.heading(), Duration.ZERO);
        });
    }

    private static Habit zeroIsland() {
        var turn = new AtomicInteger();
        return each(fix ->
                turn.incrementAndGet() % NOW_AND_THEN == 0 ? changed(fix, new Place(0, 0), 0, 0, Duration.ZERO) : fix);
    }

    private static Habit shuffle() {
        var held = new AtomicReference<byte[]>();
        return fix -> {
            var before = held.getAndSet(null);
            if (before != null) {
                return List.of(json(fix), before);
            }
            held.set(json(fix));
            return List.of();
        };
    }

    private static Habit tunnel() {
        var kept = new ArrayList<byte[]>();
        return fix -> {
            kept.add(json(fix));
            if (kept.size() < A_TUNNEL) {
                return List.of();
            }
            var all = List.copyOf(kept);
            kept.clear();
            return all;
        };
    }

    /** Evenly from its last fix to this one. */
    private static Habit tooOften() {
        var last = new AtomicReference<Fix>();
        return fix -> {
            var before = last.getAndSet(fix);
            return before == null
                    ? List.of(json(fix))
                    : IntStream.rangeClosed(1, TOO_MANY)
                            .mapToObj(i -> json(between(before, fix, (double) i / TOO_MANY)))
                            .toList();
        };
    }

    private static Fix between(Fix before, Fix fix, double share) {
        var time = Duration.between(before.measuredAt(), fix.measuredAt());
        var late = Duration.ofMillis(Math.round(time.toMillis() * (1 - share)));
        return changed(fix, before.place().towards(fix.place(), share), fix.speed(), fix.heading(), late);
    }

    private static Habit uneven() {
        var turn = new AtomicInteger();
        return fix -> turn.getAndIncrement() % (A_GUST + A_PAUSE) < A_GUST ? List.of(json(fix)) : List.of();
    }

    private static Habit giant() {
        var turn = new AtomicInteger();
        return fix -> {
            var size = turn.incrementAndGet() % NOW_AND_THEN == 0 ? TOO_MUCH : KILOBYTES;
            var good = new String(json(fix), UTF_8);
            return List.of(
                    (good.substring(0, good.length() - 1) + ",\"log\":\"" + "x".repeat(size) + "\"}").getBytes(UTF_8));
        };
    }

    private static Habit garbage() {
        var random = new Random(1);
        var turn = new AtomicInteger();
        return fix -> {
            if (turn.incrementAndGet() % NOW_AND_THEN != 0) {
                return List.of(json(fix));
            }
            var noise = new byte[40];
            random.nextBytes(noise);
            return List.of(noise);
        };
    }
}

package io.bellcord.broker.cli.check.rules;

import static io.bellcord.broker.cli.check.rules.Verdict.fine;
import static io.bellcord.broker.cli.check.rules.Verdict.found;
import static io.bellcord.broker.cli.check.rules.Verdict.unseen;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where it says that it is, and how it moves. */
final class PlaceRules {
    private static final double CLEARLY_MOVING = 2; // m/s
    private static final double STANDING = 0.5;
    private static final int STUCK = 5;
    private static final double A_TURN = 30; // degrees
    private static final int TURNS = 3;
    private static final double ENOUGH_METRES = 60;
    private static final Duration ONE_STRETCH = Duration.ofSeconds(15);
    private static final double KMH = 3.6;
    private static final double KNOTS = 1.94384;
    private static final double SPREAD = 1.3;

    private PlaceRules() {}

    static Verdict nullIsland(Recording recording) {
        long there = recording.messages().stream()
                .filter(MessageRules.is("null_island"))
                .count();
        if (there > 0) {
            return found(
                    there + " messages at 0/0",
                    "do not publish before the first fix, nor while it is lost: look at the receiver's fix quality");
        }
        return recording.good().isEmpty() ? unseen("no good message came") : fine("none at 0/0");
    }

    static Verdict frozen(Recording recording) {
        List<Fix> fixes = recording.fixes();
        int longest = 0;
        int run = 0;
        for (int i = 1; i < fixes.size(); i++) {
            boolean stuck =
                    fixes.get(i).isMoving(CLEARLY_MOVING) && fixes.get(i).isAtSamePlace(fixes.get(i - 1));
            run = stuck ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        if (longest >= STUCK) {
            return found(
                    longest + " fixes in a row at the very same place, with a speed above " + CLEARLY_MOVING + " m/s",
                    "the receiver repeats its last fix: send only fixes that it marks as valid, and restart it when its time"
                            + " stands");
        }
        return fixes.stream().anyMatch(fix -> fix.isMoving(CLEARLY_MOVING))
                ? fine("it moves when it says so")
                : unseen("it never said that it moved");
    }

    static Verdict heading(Recording recording) {
        List<Fix> fixes = recording.fixes();
        long standing = fixes.stream().filter(PlaceRules::stands).count();
        if (standing < TURNS) {
            return unseen("it did not stand for long enough");
        }
        long turns = IntStream.range(1, fixes.size())
                .filter(i -> stands(fixes.get(i)) && stands(fixes.get(i - 1)))
                .filter(i -> turn(fixes.get(i - 1).heading(), fixes.get(i).heading()) > A_TURN)
                .count();
        return turns >= TURNS
                ? found(
                        turns + " times it turned by more than 30 degrees while it stood",
                        "keep the last heading, or leave hdg out, below 1 m/s: it is noise there")
                : fine("its heading keeps still while it stands");
    }

    private static boolean stands(Fix fix) {
        return fix.speed() != null && fix.speed() < STANDING;
    }

    private static double turn(@Nullable Double from, @Nullable Double to) {
        if (from == null || to == null) {
            return 0;
        }
        double turned = Math.abs(to - from) % 360;
        return Math.min(turned, 360 - turned);
    }

    /** Over all stretches on which it clearly moves: what it says of its speed against the way it made. */
    static Verdict units(Recording recording) {
        List<Fix> fixes = recording.fixes();
        double said = 0;
        double made = 0;
        for (int i = 1; i < fixes.size(); i++) {
            Fix before = fixes.get(i - 1);
            Fix now = fixes.get(i);
            Duration time = Duration.between(before.measuredAt(), now.measuredAt());
            if (before.isMoving(CLEARLY_MOVING) && now.isMoving(CLEARLY_MOVING) && time.compareTo(ONE_STRETCH) < 0) {
                said += (speed(before) + speed(now)) / 2 * time.toMillis() / 1000.0;
                made += before.metresTo(now);
            }
        }
        return made < ENOUGH_METRES
                ? unseen("it did not move for long enough: " + Math.round(made) + " m")
                : units(said / made, made);
    }

    private static double speed(Fix fix) {
        return fix.speed() == null ? 0 : fix.speed();
    }

    private static Verdict units(double ratio, double metres) {
        String seen = "its speeds are " + Words.decimal(ratio) + " times what it made of " + Math.round(metres) + " m";
        if (isAbout(ratio, KMH)) {
            return found(seen, "spd looks like km/h: divide it by 3.6");
        } else if (isAbout(ratio, KNOTS)) {
            return found(seen, "spd looks like knots: multiply it by 0.5144");
        }
        return isAbout(ratio, 1)
                ? fine(seen)
                : found(seen, "send spd in m/s over ground, from the same fix as lat and lon");
    }

    private static boolean isAbout(double value, double expected) {
        return value > expected / SPREAD && value < expected * SPREAD;
    }
}

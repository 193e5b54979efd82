package io.bellcord.broker.cli.check.rules;

import io.bellcord.broker.cli.check.rules.Seen.Arrival;
import io.bellcord.broker.cli.check.rules.Seen.Departure;
import io.bellcord.broker.cli.check.rules.Seen.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bus that drives north for a minute, stands, and drives on, as a broker would see it; and the same with something wrong. */
final class Drive {
    static final Instant START = Instant.parse("2026-11-27T08:00:00Z");

    private static final int SECONDS = 120;
    private static final double SPEED = 8;
    private static final double METRES_PER_DEGREE = 111_195;
    private static final int BYTES = 130;

    private Drive() {}

    static Recording recording(List<Seen> seen) {
        return new Recording(START, START.plusSeconds(SECONDS), seen);
    }

    /** It is there, loses its connection four times, and comes back after a second or two. */
    static List<Seen> healthy() {
        return new ArrayList<>(messages(Drive::good));
    }

    static List<Seen> arrived(UnaryOperator<Arrival> change, List<Seen> then) {
        List<Seen> all = new ArrayList<>();
        all.add(change.apply(arrival("c1", START)));
        all.addAll(then);
        return all;
    }

    static Arrival arrival(String connection, Instant at) {
        return new Arrival(
                at,
                true,
                connection,
                "tracker-1001",
                false,
                4,
                Duration.ofSeconds(60),
                Optional.empty(),
                "credential",
                Optional.of(START.minus(Duration.ofDays(30))),
                Optional.empty(),
                "192.0.2.7");
    }

    static Departure lost(String connection, String reason, Instant at) {
        return new Departure(at, connection, reason, Duration.ofSeconds(20));
    }

    /** Every fifteen seconds it goes, and so much later it comes back. */
    static List<Seen> comingAndGoing(String reason, Duration away, int times) {
        List<Seen> all = new ArrayList<>(List.of(arrival("c0", START)));
        for (int i = 0; i < times; i++) {
            Instant gone = START.plusSeconds(15L * (i + 1));
            all.add(lost("c" + i, reason, gone));
            all.add(arrival("c" + (i + 1), gone.plus(away)));
        }
        all.addAll(healthy());
        all.sort(Comparator.comparing(Seen::at));
        return all;
    }

    static List<Seen> messages(Function<Fix, @Nullable Message> said) {
        List<Seen> all = new ArrayList<>();
        double north = 0;
        for (int second = 0; second < SECONDS; second++) {
            boolean stands = second >= 60 && second < 80;
            north += stands ? 0 : SPEED;
            Fix fix = new Fix(
                    START.plusSeconds(second), 37.5 + north / METRES_PER_DEGREE, 127, stands ? 0.0 : SPEED, 10.0);
            Message message = said.apply(fix);
            if (message != null) {
                all.add(message);
            }
        }
        return all;
    }

    static Message good(Fix fix) {
        return message(fix, fix.measuredAt().plusMillis(120));
    }

    static Message message(Fix fix, Instant at) {
        return new Message(at, BYTES, "accepted", Optional.of(fix), "", "");
    }

    static Message refused(Instant at, String reason, String words) {
        return new Message(at, BYTES, "refused", Optional.empty(), reason, words);
    }

    static Fix with(Fix fix, double latitude, double longitude, double speed, double heading) {
        return new Fix(fix.measuredAt(), latitude, longitude, speed, heading);
    }
}

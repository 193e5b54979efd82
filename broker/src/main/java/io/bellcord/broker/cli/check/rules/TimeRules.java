package io.bellcord.broker.cli.check.rules;

import static io.bellcord.broker.cli.check.rules.Verdict.fine;
import static io.bellcord.broker.cli.check.rules.Verdict.found;
import static io.bellcord.broker.cli.check.rules.Verdict.unseen;

import io.bellcord.broker.cli.check.rules.Seen.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** When its fixes were made, and when they come. */
final class TimeRules {
    private static final int SOME = 5;
    private static final int FEW = 2;
    private static final Duration AHEAD = Duration.ofSeconds(2);
    private static final Duration BEHIND = Duration.ofSeconds(5);
    private static final Duration ROLLOVER = Duration.ofDays(1024 * 7);
    private static final Duration ROUGHLY = Duration.ofDays(2);
    private static final Duration TOO_RARE = Duration.ofSeconds(30); // a bus is stale then
    private static final Duration TOO_OFTEN = Duration.ofMillis(150);
    private static final Duration UNEVEN = Duration.ofSeconds(3);
    private static final Duration A_BURST = Duration.ofSeconds(1);
    private static final int BURST = 8;
    /** A broker, or a network, that hesitates is none. */
    private static final Duration AN_OUTAGE = Duration.ofSeconds(5);

    private static final Pattern OFF = Pattern.compile("ts is (\\d+) s (behind|ahead)");
    private static final String SET_THE_CLOCK = "set the clock by GPS or NTP, and send ts from it as it is, in UTC";

    private TimeRules() {}

    /** How far the clock is behind, message by message. The shortest way of a message is taken for no time at all. */
    private static Stream<Duration> behind(Recording recording) {
        return recording.messages().stream().flatMap(message -> behind(message).stream());
    }

    private static Optional<Duration> behind(Message message) {
        if (message.fix().isPresent()) {
            return message.fix().map(fix -> Duration.between(fix.measuredAt(), message.at()));
        }
        Matcher off = OFF.matcher(message.words());
        return off.find()
                ? Optional.of(Duration.ofSeconds(
                        off.group(2).equals("behind") ? Long.parseLong(off.group(1)) : -Long.parseLong(off.group(1))))
                : Optional.empty();
    }

    private static boolean isRollover(Duration behind) {
        long weeks = Math.round((double) behind.toMillis() / ROLLOVER.toMillis());
        return weeks != 0 && behind.minus(ROLLOVER.multipliedBy(weeks)).abs().compareTo(ROUGHLY) < 0;
    }

    static Verdict clock(Recording recording) {
        List<Duration> all =
                behind(recording).filter(behind -> !isRollover(behind)).sorted().toList();
        if (all.size() < FEW) {
            return unseen("too few messages with a time came");
        }
        Duration least = all.getFirst();
        if (least.compareTo(AHEAD.negated()) < 0) {
            return found("up to " + Words.of(least.negated()) + " ahead of the broker's clock", SET_THE_CLOCK);
        }
        return least.compareTo(BEHIND) > 0
                ? found("at least " + Words.of(least) + " behind the broker's clock", SET_THE_CLOCK)
                : fine("fixes arrive " + Words.of(Words.quantile(all, 0.5)) + " after they were made");
    }

    static Verdict weekRollover(Recording recording) {
        long rolled = behind(recording).filter(TimeRules::isRollover).count();
        if (rolled > 0) {
            return found(
                    rolled + " fixes were made 1024 weeks, or a multiple of that, from now",
                    "the receiver counts weeks in 10 bits: update its firmware, or correct its date by the build date of"
                            + " yours");
        }
        return recording.good().isEmpty() ? unseen("no good message came") : fine("the years are right");
    }

    private static List<Duration> intervals(Recording recording) {
        List<Fix> fixes = recording.fixes();
        return IntStream.range(1, fixes.size())
                .mapToObj(i -> Duration.between(
                        fixes.get(i - 1).measuredAt(), fixes.get(i).measuredAt()))
                .sorted()
                .toList();
    }

    static Verdict rate(Recording recording) {
        if (recording.notices().stream().anyMatch(notice -> notice.reason().equals("too_often"))) {
            return found(
                    "it sent more often than a tracker may",
                    "one fix a second shows a bus smoothly; send what was buffered as one message with f");
        }
        List<Duration> intervals = intervals(recording);
        if (intervals.size() < FEW) {
            return unseen("too few fixes came");
        }
        Duration usual = Words.quantile(intervals, 0.5);
        if (usual.compareTo(TOO_RARE) > 0) {
            return found("a fix every " + Words.of(usual), "report at least every 10 s: a bus is stale after 30 s");
        }
        return usual.compareTo(TOO_OFTEN) < 0
                ? found("a fix every " + Words.of(usual), "one fix a second shows a bus smoothly; more costs data")
                : fine("a fix every " + Words.of(usual));
    }

    static Verdict jitter(Recording recording) {
        List<Duration> intervals = intervals(recording);
        if (intervals.size() < 2 * SOME) {
            return unseen("too few fixes came");
        }
        Duration usual = Words.quantile(intervals, 0.5);
        Duration long90 = Words.quantile(intervals, 0.85);
        String seen = "half of the intervals are up to " + Words.of(usual) + ", 85 % up to " + Words.of(long90);
        return long90.compareTo(usual.multipliedBy(3)) > 0
                        && long90.minus(usual).compareTo(UNEVEN) > 0
                ? found(seen, "take the fix on a timer, and send it at once: riders see a bus stop and leap")
                : fine(seen);
    }

    static Verdict duplicates(Recording recording) {
        Set<Instant> known = new HashSet<>();
        List<Message> good = recording.good();
        if (good.size() < FEW) {
            return unseen("too few fixes came");
        }
        long again = good.stream()
                .filter(message -> !known.add(message.fix().orElseThrow().measuredAt()))
                .count();
        return again >= FEW && again * 20 >= good.size()
                ? found(
                        again + " of " + good.size() + " fixes had come before",
                        "send a fix again only if no PUBACK came and the connection is a new one")
                : fine(again + " of " + good.size() + " fixes had come before");
    }

    static Verdict order(Recording recording) {
        List<Instant> made = recording.good().stream()
                .map(message -> message.fix().orElseThrow().measuredAt())
                .toList();
        if (made.size() < FEW) {
            return unseen("too few fixes came");
        }
        long older = 0;
        Instant newest = made.getFirst();
        for (Instant each : made) {
            older += each.isBefore(newest) ? 1 : 0;
            newest = each.isAfter(newest) ? each : newest;
        }
        return older >= FEW
                ? found(
                        older + " of " + made.size() + " fixes came after a newer one",
                        "send the oldest first, or all that was buffered in one message with f: riders do not get what is"
                                + " older than what they see")
                : fine("in order");
    }

    static Verdict buffering(Recording recording) {
        List<Message> good = recording.good();
        if (good.size() < FEW) {
            return unseen("too few fixes came");
        }
        int largest = largestBurst(good);
        return largest >= BURST
                ? found(
                        largest + " buffered fixes came one by one within a second",
                        "send what was buffered as one message with f: docs/PROTOCOL.md, A buffered upload; one by one they"
                                + " cost five times the data, and more than 100 are refused")
                : fine("no burst of single messages came");
    }

    /** Messages within a second whose fixes were made over a longer time than that. */
    private static int largestBurst(List<Message> good) {
        int largest = 0;
        int from = 0;
        List<Message> window = new ArrayList<>();
        for (Message message : good) {
            window.add(message);
            while (Duration.between(window.get(from).at(), message.at()).compareTo(A_BURST) > 0) {
                from++;
            }
            Instant first = window.get(from).fix().orElseThrow().measuredAt();
            Duration made = Duration.between(first, message.fix().orElseThrow().measuredAt());
            if (made.abs().compareTo(AN_OUTAGE) > 0) {
                largest = Math.max(largest, window.size() - from);
            }
        }
        return largest;
    }
}

package io.bellcord.broker.cli.check.rules;

import static io.bellcord.broker.cli.check.rules.Verdict.fine;
import static io.bellcord.broker.cli.check.rules.Verdict.found;
import static io.bellcord.broker.cli.check.rules.Verdict.unseen;

import io.bellcord.broker.cli.check.rules.Seen.Arrival;
import io.bellcord.broker.cli.check.rules.Seen.Departure;
import io.bellcord.broker.cli.check.rules.Seen.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** How it connects, stays and comes back. */
final class ConnectionRules {
    private static final Pattern PORTABLE_ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");
    private static final Duration SHORTEST_KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration LONGEST_KEEP_ALIVE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(400);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int SEVERAL = 3;
    /** A takeover of its own connection that has died and is not known to be dead: it happens, but not again and again. */
    private static final Set<String> TAKEN_OVER = Set.of("taken_over", "flapping");

    /** The broker's doing, which says nothing about a tracker. */
    private static final Set<String> NOT_ITS_DOING = Set.of("shutting_down", "right_lost", "token_expired");

    private ConnectionRules() {}

    static Verdict clientId(Recording recording) {
        List<Arrival> arrivals = recording.arrivals();
        if (arrivals.isEmpty()) {
            return unseen("no connection over MQTT was seen");
        }
        List<String> ids = arrivals.stream().map(Arrival::clientId).distinct().toList();
        Arrival newest = arrivals.getLast();
        if (newest.clientIdAssigned()) {
            return found(
                    "no client identifier was sent",
                    "send one that is always the same, such as the serial number: it ends the tracker's own dead"
                            + " connection when it comes back");
        }
        if (arrivals.size() >= SEVERAL && ids.size() == arrivals.size()) {
            return found(
                    ids.size() + " connections, each with another client identifier, the last \"" + newest.clientId()
                            + "\"",
                    "do not make the client identifier up at each connect: keep one, such as the serial number");
        }
        return PORTABLE_ID.matcher(newest.clientId()).matches()
                ? fine("\"" + newest.clientId() + "\"")
                : found(
                        "\"" + newest.clientId() + "\"",
                        "use 1 to 64 of A-Z a-z 0-9 . _ - in the client identifier, which any broker takes");
    }

    static Verdict twins(Recording recording) {
        long takeovers = recording.departures().stream()
                .filter(gone -> TAKEN_OVER.contains(gone.reason()))
                .count();
        boolean told =
                recording.notices().stream().anyMatch(notice -> notice.reason().equals("flapping"));
        if (told || takeovers >= SEVERAL) {
            return found(
                    takeovers + " times a connection ended since its client identifier connected again",
                    "two devices share one client identifier: give each its own, and its own credential");
        }
        List<String> together = connectedTogether(recording);
        if (together.size() > 1) {
            return found(
                    "connected at once for this bus: " + String.join(", ", together),
                    "only one device should report for a bus: revoke the other one's credential");
        }
        return recording.arrivals().isEmpty()
                ? unseen("no connection over MQTT was seen")
                : fine("one connection at a time");
    }

    private static List<String> connectedTogether(Recording recording) {
        List<Arrival> now = new ArrayList<>();
        for (Seen each : recording.seen()) {
            if (each instanceof Arrival arrival && now.stream().noneMatch(is(arrival.connection()))) {
                now.add(arrival);
            } else if (each instanceof Departure gone) {
                now.removeIf(is(gone.connection()));
            }
        }
        return now.stream().map(Arrival::clientId).distinct().toList();
    }

    private static Predicate<Arrival> is(String connection) {
        return arrival -> arrival.connection().equals(connection);
    }

    static Verdict keepAlive(Recording recording) {
        Optional<Arrival> newest = recording.newestArrival();
        if (newest.isEmpty()) {
            return unseen("no connection over MQTT was seen");
        }
        Duration asked = newest.get().keepAlive();
        if (asked.isZero()) {
            return found(
                    "no keep alive: a dead connection is noticed by nobody",
                    "ask for 60 s; many carriers forget a silent connection after a few minutes");
        } else if (asked.compareTo(LONGEST_KEEP_ALIVE) > 0) {
            return found(
                    Words.of(asked) + ": carriers' NAT forgets a silent connection sooner",
                    "ask for 30 s to 5 min; 60 s suits most");
        } else if (asked.compareTo(SHORTEST_KEEP_ALIVE) < 0) {
            return found(
                    Words.of(asked) + ": a short loss of signal ends the connection",
                    "ask for 30 s or more; 60 s suits most");
        }
        return fine(Words.of(asked));
    }

    static Verdict stability(Recording recording) {
        List<Departure> lost = itsOwn(recording);
        if (lost.size() >= SEVERAL) {
            return found(
                    lost.size() + " connections ended in " + Words.of(recording.length()) + ", the last by "
                            + lost.getLast().reason() + " after "
                            + Words.of(lost.getLast().lasted()),
                    "keep one connection open, and find out why it ends: power saving, a watchdog that restarts the modem,"
                            + " or a connect and disconnect around each message");
        }
        return recording.arrivals().isEmpty()
                ? unseen("no connection over MQTT was seen")
                : fine(lost.isEmpty() ? "no connection was lost" : lost.size() + " lost");
    }

    private static List<Departure> itsOwn(Recording recording) {
        return recording.departures().stream()
                .filter(gone -> !NOT_ITS_DOING.contains(gone.reason()) && !TAKEN_OVER.contains(gone.reason()))
                .toList();
    }

    static Verdict backOff(Recording recording) {
        List<Duration> waits = waits(recording);
        if (waits.size() < SEVERAL) {
            return unseen("it reconnected " + waits.size() + " times: too few to tell");
        }
        Duration usual = Words.quantile(waits.stream().sorted().toList(), 0.5);
        return usual.compareTo(SHORTEST_WAIT) < 0
                ? found(
                        waits.size() + " times it came back after " + Words.of(usual),
                        "wait a second before the first attempt, twice as long before each further one up to a minute, and"
                                + " vary it: a fleet that reconnects at once is an attack")
                : fine("it came back after " + Words.of(usual));
    }

    private static List<Duration> waits(Recording recording) {
        List<Duration> waits = new ArrayList<>();
        Departure last = null;
        for (Seen each : recording.seen()) {
            if (each instanceof Departure gone && !TAKEN_OVER.contains(gone.reason())) {
                last = gone;
            } else if (each instanceof Arrival back && back.fresh() && last != null) {
                waits.add(Duration.between(last.at(), back.at()));
                last = null;
            }
        }
        return waits;
    }

    static Verdict will(Recording recording) {
        if (recording.newestArrival().isEmpty()) {
            return unseen("no connection over MQTT was seen");
        }
        boolean leaves =
                recording.arrivals().stream().anyMatch(each -> each.will().isPresent());
        if (!leaves) {
            return fine("none, and none is needed: Bellcord sees a tracker go by itself");
        }
        return refusedWill(recording)
                .map(refused -> found(
                        "when the connection was lost, its will was refused: " + refused.words(),
                        "leave no will: its payload is as old as the connection; Bellcord sees a tracker go by itself"))
                .orElseGet(
                        () -> fine("on " + recording.arrivals().getLast().will().orElse("another topic")));
    }

    /** A will comes in right after the connection has ended. */
    private static Optional<Message> refusedWill(Recording recording) {
        Departure last = null;
        for (Seen each : recording.seen()) {
            if (each instanceof Departure gone && !gone.reason().equals("client_disconnect")) {
                last = gone;
            } else if (each instanceof Message message && last != null) {
                if (message.isRefused()
                        && Duration.between(last.at(), message.at()).compareTo(SOON) < 0) {
                    return Optional.of(message);
                }
                last = null;
            }
        }
        return Optional.empty();
    }
}

package io.bellcord.broker.cli.check.rules;

import io.bellcord.broker.cli.check.rules.Seen.Arrival;
import io.bellcord.broker.cli.check.rules.Seen.Departure;
import io.bellcord.broker.cli.check.rules.Seen.Message;
import io.bellcord.broker.cli.check.rules.Seen.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was seen of one tracker while it was watched, in the order in which the broker saw it. */
public record Recording(Instant from, Instant until, List<Seen> seen) {
    public Recording {
        seen = List.copyOf(seen);
    }

    Duration length() {
        return Duration.between(from, until);
    }

    List<Arrival> arrivals() {
        return all(Arrival.class);
    }

    List<Departure> departures() {
        return all(Departure.class);
    }

    List<Message> messages() {
        return all(Message.class);
    }

    List<Notice> notices() {
        return all(Notice.class);
    }

    /** Those that say where the bus was, as they came. */
    List<Message> good() {
        return messages().stream().filter(message -> message.fix().isPresent()).toList();
    }

    /** What they said, each fix time once, the oldest first. */
    List<Fix> fixes() {
        return good().stream()
                .flatMap(message -> message.fix().stream())
                .collect(Collectors.toMap(Fix::measuredAt, fix -> fix, (first, _) -> first, TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    Optional<Arrival> newestArrival() {
        return arrivals().isEmpty() ? Optional.empty() : Optional.of(arrivals().getLast());
    }

    private <T extends Seen> List<T> all(Class<T> kind) {
        return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

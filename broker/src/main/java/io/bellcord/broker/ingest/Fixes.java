package io.bellcord.broker.ingest;

import io.bellcord.broker.ingest.Outcome.Ignored;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.json.PositionDraft;
import io.bellcord.broker.json.Problem;
import io.bellcord.broker.transit.InvalidValue;
import io.bellcord.broker.transit.Position;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fixes of one report, each checked as it is read; of the good ones only the newest is kept. A bad main fix refuses
 * the report, so that the tracker hears of it; a bad earlier one is only counted, so that no good fix is lost to it.
 */
final class Fixes {
    private final Report report;
    private final IngestRules rules;
    private final TripRules trips;
    private @Nullable Position newest;
    private @Nullable Refused refused;
    private @Nullable Ignored ignored;
    private int badEarlier;

    Fixes(Report report, IngestRules rules, TripRules trips) {
        this.report = report;
        this.rules = rules;
        this.trips = trips;
    }

    Instant receivedAt() {
        return report.receivedAt();
    }

    /** The fix of the report itself. One that says nothing is no mistake where earlier ones stand for it. */
    void main(PositionDraft draft) {
        if (draft.isBlank() && newest != null) {
            return;
        }
        refused = check(draft).orElse(null);
    }

    /** A fix made earlier and sent along. */
    void earlier(PositionDraft draft) {
        if (check(draft).isPresent()) {
            badEarlier++;
        }
    }

    void badEarlier() {
        badEarlier++;
    }

    /** The report is none of a position, and no mistake. */
    void ignored(String why) {
        ignored = new Ignored(why);
    }

    Optional<Ignored> ignored() {
        return Optional.ofNullable(ignored);
    }

    int countBadEarlier() {
        return badEarlier;
    }

    Optional<Refused> refused() {
        return Optional.ofNullable(refused);
    }

    Optional<Position> newest() {
        return Optional.ofNullable(newest);
    }

    private Optional<Refused> check(PositionDraft draft) {
        Optional<Refused> unreadable = draft.problem().map(Fixes::refusal).or(() -> checkOwner(draft));
        if (unreadable.isPresent()) {
            return unreadable;
        }
        try {
            return check(draft.toPosition(report.bus(), report.receivedAt()));
        } catch (InvalidValue e) {
            return Optional.of(new Refused(Reason.OUT_OF_RANGE, e.getMessage()));
        }
    }

    private Optional<Refused> check(Position position) {
        Optional<Refused> unbelievable = rules.check(position, report.receivedAt());
        return unbelievable.isPresent() ? unbelievable : take(trips.check(position));
    }

    private Optional<Refused> take(TripRules.Checked checked) {
        return switch (checked) {
            case TripRules.Checked.Bad(Refused why) -> Optional.of(why);
            case TripRules.Checked.Good(Position position) -> {
                newest = position.isNewerThan(newest) ? position : newest;
                yield Optional.empty();
            }
        };
    }

    private Optional<Refused> checkOwner(PositionDraft draft) {
        String provider = report.bus().provider().value();
        String bus = report.bus().bus().value();
        return checkSame("provider", draft.provider(), provider).or(() -> checkSame("bus", draft.bus(), bus));
    }

    private static Optional<Refused> checkSame(String what, Optional<String> named, String own) {
        return named.filter(name -> !name.equals(own))
                .map(name -> new Refused(
                        Reason.NOT_ITS_BUS,
                        "the payload is of " + what + " \"" + Problem.quote(name) + "\" but was sent for " + own));
    }

    static Refused refusal(Problem problem) {
        Reason reason = switch (problem.kind()) {
            case MALFORMED -> Reason.MALFORMED;
            case MISSING_FIELD -> Reason.MISSING_FIELD;
            case OUT_OF_RANGE -> Reason.OUT_OF_RANGE;
        };
        return new Refused(reason, problem.message());
    }
}

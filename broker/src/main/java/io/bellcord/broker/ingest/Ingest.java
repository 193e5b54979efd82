package io.bellcord.broker.ingest;

import io.bellcord.broker.ingest.Outcome.Accepted;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.ingest.Outcome.Superseded;
import io.bellcord.broker.json.JsonDocument;
import io.bellcord.broker.json.Problem;
import io.bellcord.broker.positions.LastLocations;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what trackers send. Safe for use by many threads; never blocks and never throws, whatever comes in. */
public final class Ingest {
    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private final IngestRules rules;
    private final TripRules trips;
    private final LastLocations positions;
    private final List<PositionSink> sinks;
    private final IngestMetrics metrics;

    /**
     * @param positions in memory, since nothing here may wait
     * @param sinks called in this order, for accepted positions only
     */
    public Ingest(
            IngestRules.Limits limits,
            TripRules trips,
            LastLocations positions,
            List<PositionSink> sinks,
            MeterRegistry meters) {
        this.rules = new IngestRules(limits);
        this.trips = trips;
        this.positions = positions;
        this.sinks = List.copyOf(sinks);
        this.metrics = new IngestMetrics(meters);
    }

    /** One of trackers whose trips are believed, as there is no GTFS. */
    public Ingest(IngestRules.Limits limits, LastLocations positions, List<PositionSink> sinks, MeterRegistry meters) {
        this(limits, TripRules.believing(meters), positions, sinks, meters);
    }

    public Outcome receive(Report report) {
        Outcome outcome = decide(report);
        metrics.count(outcome);
        if (outcome instanceof Accepted accepted) {
            sinks.forEach(sink -> handOn(accepted.position(), sink));
        }
        return outcome;
    }

    /** Refuses a report unread, for who may not send it; counted like any other refusal. */
    public Refused refuse(Reason reason, String message) {
        var refused = new Refused(reason, message);
        metrics.count(refused);
        return refused;
    }

    private Outcome decide(Report report) {
        try {
            Optional<Refused> tooLarge = rules.checkSize(report.payload());
            return tooLarge.isPresent() ? tooLarge.get() : read(report);
        } catch (RuntimeException e) {
            logBug("A report could not be read bus=" + report.bus(), e);
            return new Refused(Reason.MALFORMED, "the payload could not be read");
        }
    }

    private Outcome read(Report report) {
        var document = JsonDocument.of(report.payload());
        var dialect = Dialect.of(document);
        var fixes = new Fixes(report, rules, trips);
        Optional<Problem> notJson = document.read(parser -> dialect.read(parser, fixes));
        metrics.countBadEarlier(fixes.countBadEarlier());
        Optional<Outcome> none = notJson.<Outcome>map(Fixes::refusal)
                .or(fixes::refused)
                .or(fixes::ignored)
                .or(() -> rules.checkRoom(report.bus(), positions));
        return none.isPresent() ? none.get() : record(fixes.newest().orElseThrow());
    }

    private Outcome record(Position position) {
        return positions.record(position) ? new Accepted(position) : new Superseded(position);
    }

    private void handOn(Position position, PositionSink sink) {
        try {
            sink.accepted(position);
        } catch (RuntimeException e) {
            logBug("A position could not be handed on bus=" + position.bus() + " to=" + sink, e);
        }
    }

    /** Only the first: one bug that every message meets would fill the disk. The metric counts all. */
    private void logBug(String what, RuntimeException e) {
        if (metrics.countBug() == 0) {
            log.error("{}; this is a bug, and further ones are only counted", what, e);
        }
    }
}

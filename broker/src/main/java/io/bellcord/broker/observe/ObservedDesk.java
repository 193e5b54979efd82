package io.bellcord.broker.observe;

import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.transit.BusKey;
import java.util.Optional;

/** A desk whose visitors are seen. */
public final class ObservedDesk implements ReportDesk {
    private final ReportDesk desk;
    private final Observation observation;

    public ObservedDesk(ReportDesk desk, Observation observation) {
        this.desk = desk;
        this.observation = observation;
    }

    @Override
    public Outcome receive(BusKey bus, byte[] payload) {
        Outcome outcome = desk.receive(bus, payload);
        observation.received(bus, payload, outcome);
        return outcome;
    }

    @Override
    public void notAllowed(Optional<BusKey> own, String message) {
        desk.notAllowed(own, message);
        own.ifPresent(bus -> refused(bus, Reason.NOT_ALLOWED, message));
    }

    @Override
    public void tooOften(BusKey bus, String message) {
        desk.tooOften(bus, message);
        refused(bus, Reason.TOO_OFTEN, message);
    }

    @Override
    public void flapping(BusKey bus, String message) {
        desk.flapping(bus, message);
        refused(bus, Reason.FLAPPING, message);
    }

    private void refused(BusKey bus, Reason reason, String message) {
        observation.see(bus, now -> new Observed.Refused(now, reason, message));
    }
}

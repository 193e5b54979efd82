package io.bellcord.broker.http;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.limits.Allowance;
import io.bellcord.broker.transit.BusKey;
import java.time.Duration;
import java.util.Optional;

/** Positions that come over HTTP, under the same rules as those over MQTT. */
public final class Reporting {
    private static final Duration A_SECOND = Duration.ofSeconds(1); // the rate is so many a second

    private final Publishers publishers;
    private final ReportDesk reports;

    public Reporting(Publishers publishers, ReportDesk reports) {
        this.publishers = publishers;
        this.reports = reports;
    }

    /**
     * Hands a report on.
     *
     * @throws RequestRefused for who may not report for the bus, or does so too often
     */
    public Outcome report(Grant grant, BusKey bus, byte[] payload) {
        if (!grant.mayPublish(bus)) {
            String message = "a " + grant.role().code() + "'s token may not report for bus " + bus.bus();
            reports.notAllowed(Optional.empty(), message);
            throw new RequestRefused(ErrorCode.NOT_ALLOWED, message);
        }
        if (publishers.take(grant) != Allowance.Verdict.WITHIN) {
            reports.tooOften(bus, Publishers.TOO_OFTEN);
            throw new RequestRefused(ErrorCode.TOO_OFTEN, A_SECOND);
        }
        return reports.receive(bus, payload);
    }
}

package io.bellcord.broker;

import io.bellcord.broker.auth.Publishers;
import io.bellcord.broker.ingest.Ingest;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.ingest.TripRules;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.observe.FleetFigures;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.observe.ObservedDesk;
import java.time.Clock;
import java.util.List;

/** What trackers and drivers send, over MQTT and HTTP alike, and what is seen of them. */
record ReportParts(ReportDesk desk, Observation observation, FleetFigures figures, Publishers publishers) {
    static ReportParts of(Wiring wiring, ProviderParts providers, PositionParts positions) {
        Clock clock = wiring.clock();
        PartSettings settings = wiring.settings();
        Ingest ingest = new Ingest(
                settings.ingest(),
                new TripRules(settings.unknownTrips(), providers.timetables()::find, wiring.meters()),
                positions.current(),
                List.of(positions.writer()::offer, positions.board()::accept),
                wiring.meters());
        Observation observation = new Observation(providers.grants(), wiring.meters(), clock);
        FleetFigures figures = new FleetFigures(wiring.config().positions().retention(), clock);
        ReportDesk desk = figures.over(ReportDesk.of(ingest, positions.feed()::refused, clock));
        return new ReportParts(
                new ObservedDesk(desk, observation),
                observation,
                figures,
                new Publishers(settings.publishes(), Ticker.system()));
    }
}

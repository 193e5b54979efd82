package io.bellcord.broker;

import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.guard.Guard;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.mqtt.BufferFigures;
import io.bellcord.broker.mqtt.EventLoopWatch;
import io.bellcord.broker.mqtt.JwtAuthenticator;
import io.bellcord.broker.mqtt.MqttServer;
import io.bellcord.broker.mqtt.SessionLoopWatch;
import io.bellcord.broker.tls.ServerTls;
import java.time.Clock;
import java.util.Optional;

/** The door, and Moquette behind it. */
record MqttParts(MqttServer server, SessionLoopWatch sessionLoops, EventLoopWatch eventLoops) {
    static MqttParts start(
            Wiring wiring,
            Optional<ServerTls> tls,
            ProviderParts providers,
            PositionParts positions,
            ReportParts reports) {
        PartSettings settings = wiring.settings();
        Clock clock = wiring.clock();
        LiveGrants grants = providers.grants();
        JwtAuthenticator authenticator = new JwtAuthenticator(providers.tokens(), grants);
        Guard.Parts around = new Guard.Parts(
                authenticator,
                grants,
                positions.feed(),
                positions.presence(),
                reports.desk(),
                reports.observation(),
                reports.publishers(),
                positions.claims());
        Guard guard = wiring.open(new Guard(around, settings.guard(), wiring.meters(), clock));
        SessionLoopWatch sessionLoops = wiring.open(new SessionLoopWatch(wiring.meters(), clock));
        MqttServer server = wiring.open(
                MqttServer.start(settings.listeners(tls), guard, authenticator, grants, reports.desk(), sessionLoops));
        BufferFigures.register(wiring.meters());
        EventLoopWatch eventLoops = wiring.open(EventLoopWatch.start(server, wiring.meters(), Ticker.system()));
        return new MqttParts(server, sessionLoops, eventLoops);
    }
}

package io.bellcord.broker;

import io.bellcord.broker.accounts.Accounts;
import io.bellcord.broker.audit.Actor;
import io.bellcord.broker.auth.jwks.JwksRefresher;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.feed.FeedSettings;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.guard.Limits;
import io.bellcord.broker.guard.Listeners.Listener;
import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.http.Streaming;
import io.bellcord.broker.http.map.MapSettings;
import io.bellcord.broker.ingest.IngestRules;
import io.bellcord.broker.ingest.UnknownTrips;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.mqtt.MqttServer;
import io.bellcord.broker.tls.CertificateFiles;
import io.bellcord.broker.tls.ServerTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What each part is told of the configuration: a part has settings of its own, and knows neither the file nor the other
 * parts'.
 */
record PartSettings(BrokerConfig config) {
    private static final Duration LONGEST_BEAT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_BEAT = Duration.ofMillis(200);

    DatabaseSettings database() {
        BrokerConfig.Postgres postgres = config.postgres();
        return new DatabaseSettings(postgres.url(), postgres.user(), postgres.password(), postgres.poolSize())
                .by(Actor.node());
    }

    /** Empty where no certificate is set: nothing is served over TLS. */
    Optional<CertificateFiles> certificate() {
        return config.tls().files().map(files -> new CertificateFiles(files.certificate(), files.privateKey()));
    }

    StateRules states() {
        return new StateRules(
                config.states().staleAfter(),
                config.states().offlineAfter(),
                config.positions().retention());
    }

    /** Often enough that a bus which has fallen silent is told of, and asked for, before it would be offline. */
    Duration presenceBeat() {
        Duration third = config.states()
                .offlineAfter()
                .minus(config.states().staleAfter())
                .dividedBy(3);
        Duration longest = third.compareTo(LONGEST_BEAT) < 0 ? third : LONGEST_BEAT;
        return longest.compareTo(SHORTEST_BEAT) > 0 ? longest : SHORTEST_BEAT;
    }

    FeedSettings feed() {
        BrokerConfig.Feed feed = config.feed();
        return new FeedSettings(feed.tick(), feed.minInterval(), feed.routeInterval(), feed.sendBuffer());
    }

    IngestRules.Limits ingest() {
        BrokerConfig.Ingest ingest = config.ingest();
        return new IngestRules.Limits(ingest.maxFuture(), ingest.maxAge(), ingest.maxPayload(), ingest.maxBuses());
    }

    UnknownTrips unknownTrips() {
        return UnknownTrips.valueOf(config.ingest().unknownTrips().toUpperCase(Locale.ROOT));
    }

    JwksRefresher.Settings jwks() {
        return new JwksRefresher.Settings(config.jwks().refresh(), config.jwks().grace());
    }

    Accounts.Lifetimes accounts() {
        return new Accounts.Lifetimes(
                config.accounts().accessTokenLifetime(), config.accounts().refreshTokenLifetime());
    }

    /** Empty where trackers may publish as often as they like. */
    Optional<Rate> publishes() {
        BrokerConfig.Limits.Publishes publishes = config.limits().publishes();
        return publishes.rate() == 0
                ? Optional.empty()
                : Optional.of(Rate.perSecond(publishes.rate(), publishes.burst()));
    }

    /** Empty where the API may be called as often as anybody likes. */
    Optional<Rate> apiCalls() {
        BrokerConfig.Http.Calls calls = config.http().calls();
        return calls.rate() == 0 ? Optional.empty() : Optional.of(Rate.perSecond(calls.rate(), calls.burst()));
    }

    FailedLogins.Rules failedLogins() {
        BrokerConfig.Limits.FailedLogins failed = config.limits().failedLogins();
        return new FailedLogins.Rules(failed.forgiven(), failed.delay(), failed.block(), failed.forget());
    }

    HttpServer.Limits http() {
        return new HttpServer.Limits(
                config.http().connections(),
                config.http().connectionsPerAddress(),
                config.limits().trustedNetworks(),
                config.http().requestTimeout());
    }

    /** Where the ports are those that were opened, which may be any. */
    MapSettings map(MqttServer mqtt) {
        BrokerConfig.LiveMap map = config.map();
        OptionalInt tlsPort = mqtt.webSocketTlsAddress().stream()
                .mapToInt(InetSocketAddress::getPort)
                .findFirst();
        var webSocket = new MapSettings.WebSocket(
                map.websocket(),
                mqtt.webSocketAddress().getPort(),
                tlsPort,
                config.websocket().path());
        return new MapSettings(map.base(), map.attribution(), webSocket, map.frameAncestors());
    }

    Streaming streaming() {
        return new Streaming(config.http().requestTimeout(), config.feed().sendBuffer());
    }

    Limits guard() {
        BrokerConfig.Limits limits = config.limits();
        return new Limits(
                config.mqtt().connectTimeout(),
                admission(),
                limits.connections().perProvider(),
                limits.connections().publicRiders(),
                limits.keepAlive(),
                packets(),
                failedLogins());
    }

    private Admission.Limits admission() {
        BrokerConfig.Limits.Connections connections = config.limits().connections();
        return new Admission.Limits(
                connections.total(),
                connections.perAddress(),
                Rate.perSecond(connections.connectRate(), connections.connectBurst()),
                config.limits().trustedNetworks());
    }

    private Limits.Packets packets() {
        BrokerConfig.Limits.Packets packets = config.limits().packets();
        return new Limits.Packets(
                config.mqtt().maxPacket(),
                config.mqtt().maxFilters(),
                packets.filters(),
                packets.heldBytes(),
                packets.unreadBytes(),
                new Limits.TopicNames(packets.topicLength(), packets.topicLevels()));
    }

    MqttServer.Settings listeners(Optional<ServerTls> tls) {
        return new MqttServer.Settings(
                config.mqtt().host(),
                config.mqtt().port(),
                config.websocket().port(),
                config.websocket().path(),
                config.mqtt().maxPacket(),
                tls.map(this::secure),
                new Listener(config.mqtt().proxyProtocol()),
                new Listener(config.websocket().proxyProtocol()));
    }

    private MqttServer.Secure secure(ServerTls tls) {
        return new MqttServer.Secure(
                config.tls().port(),
                config.tls().webSocketPort(),
                tls,
                new Listener(config.tls().proxyProtocol()),
                new Listener(config.tls().webSocketProxyProtocol()));
    }
}

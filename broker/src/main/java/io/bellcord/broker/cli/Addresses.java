package io.bellcord.broker.cli;

import io.bellcord.broker.Broker;
import io.bellcord.broker.config.BrokerConfig;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Where everything is reached from this machine, written as clients take it and without any password.
 *
 * @param mqttTls empty where there is no certificate, and so {@code websocketTls}
 */
public record Addresses(
        String mqtt,
        Optional<String> mqttTls,
        String websocket,
        Optional<String> websocketTls,
        String http,
        String redis,
        String postgres) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");
    private static final String JDBC = "jdbc:postgresql://";

    /** Of a broker that runs with this configuration; the ports are those it chose, where it was to choose. */
    public static Addresses of(Broker broker, BrokerConfig config) {
        return new Addresses(
                "mqtt://" + hostAndPort(broker.mqtt()),
                broker.mqttTls().map(address -> "mqtts://" + hostAndPort(address)),
                "ws://" + hostAndPort(broker.webSocket()) + config.websocket().path(),
                broker.webSocketTls()
                        .map(address -> "wss://" + hostAndPort(address)
                                + config.websocket().path()),
                "http://" + hostAndPort(broker.http()),
                config.redis().safeUrl(),
                postgres(config.postgres()));
    }

    /** As PostgreSQL's own tools take it. */
    static String postgres(BrokerConfig.Postgres postgres) {
        String url = postgres.url().split("\\?", 2)[0]; // a password may stand among the parameters
        return url.startsWith(JDBC) ? "postgresql://" + postgres.user() + "@" + url.substring(JDBC.length()) : url;
    }

    static String hostAndPort(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    /** One that can be connected to, for a listener at all of them. */
    public static String host(InetSocketAddress address) {
        String host = address.getHostString();
        if (EVERYWHERE.contains(host)) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }
}

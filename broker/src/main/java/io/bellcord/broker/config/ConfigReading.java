package io.bellcord.broker.config;

import static io.bellcord.broker.config.Settings.*;

import io.bellcord.broker.config.BrokerConfig.Accounts;
import io.bellcord.broker.config.BrokerConfig.Cluster;
import io.bellcord.broker.config.BrokerConfig.Credentials;
import io.bellcord.broker.config.BrokerConfig.Embedded;
import io.bellcord.broker.config.BrokerConfig.Feed;
import io.bellcord.broker.config.BrokerConfig.GtfsRealtime;
import io.bellcord.broker.config.BrokerConfig.Http;
import io.bellcord.broker.config.BrokerConfig.Ingest;
import io.bellcord.broker.config.BrokerConfig.Jwks;
import io.bellcord.broker.config.BrokerConfig.Limits;
import io.bellcord.broker.config.BrokerConfig.LiveMap;
import io.bellcord.broker.config.BrokerConfig.Log;
import io.bellcord.broker.config.BrokerConfig.Mqtt;
import io.bellcord.broker.config.BrokerConfig.Positions;
import io.bellcord.broker.config.BrokerConfig.Postgres;
import io.bellcord.broker.config.BrokerConfig.Redis;
import io.bellcord.broker.config.BrokerConfig.Shutdown;
import io.bellcord.broker.config.BrokerConfig.States;
import io.bellcord.broker.config.BrokerConfig.Tls;
import io.bellcord.broker.config.BrokerConfig.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which setting fills which component, and what has to hold between two of them. */
final class ConfigReading {
    private ConfigReading() {}

    static BrokerConfig read(SettingsReader in) {
        var config = new BrokerConfig(
                mqtt(in),
                new WebSocket(in.get(WEBSOCKET_PORT), in.get(WEBSOCKET_PATH), in.get(WEBSOCKET_PROXY_PROTOCOL)),
                tls(in),
                limits(in),
                http(in),
                new LiveMap(
                        in.get(MAP_BASE), in.get(MAP_ATTRIBUTION), in.get(MAP_WEBSOCKET), in.get(MAP_FRAME_ANCESTORS)),
                new Accounts(in.get(ACCOUNTS_ACCESS_TOKEN_LIFETIME), in.get(ACCOUNTS_REFRESH_TOKEN_LIFETIME)),
                postgres(in),
                new Credentials(in.get(CREDENTIALS_KEY)),
                new Jwks(in.get(JWKS_REFRESH), in.get(JWKS_GRACE)),
                redis(in),
                new Cluster(in.get(CLUSTER_LINGER)),
                new Embedded(in.get(EMBEDDED_POSTGRES_PORT), in.get(EMBEDDED_REDIS_PORT)),
                new Ingest(
                        in.get(INGEST_MAX_PAYLOAD),
                        in.get(INGEST_MAX_FUTURE),
                        in.get(INGEST_MAX_AGE),
                        in.get(INGEST_MAX_BUSES),
                        in.get(INGEST_UNKNOWN_TRIPS)),
                new Positions(in.get(POSITIONS_RETENTION)),
                new Feed(
                        in.get(FEED_TICK),
                        in.get(FEED_MIN_INTERVAL),
                        in.get(FEED_ROUTE_INTERVAL),
                        in.get(FEED_SEND_BUFFER)),
                new GtfsRealtime(in.get(GTFS_REALTIME_INTERVAL), in.get(GTFS_REALTIME_MAX_AGE)),
                new States(in.get(STATES_STALE_AFTER), in.get(STATES_OFFLINE_AFTER)),
                new Shutdown(in.get(SHUTDOWN_DRAIN), in.get(SHUTDOWN_GRACE), in.get(SHUTDOWN_LIMIT)),
                new Log(in.get(LOG_LEVEL), in.get(LOG_FORMAT)));
        requireThatTheyFit(in, config);
        in.throwIfAny();
        return config;
    }

    private static Mqtt mqtt(SettingsReader in) {
        return new Mqtt(
                in.get(MQTT_HOST),
                in.get(MQTT_PORT),
                in.get(MQTT_CONNECT_TIMEOUT),
                in.get(MQTT_MAX_PACKET),
                in.get(MQTT_MAX_FILTERS),
                in.get(MQTT_PROXY_PROTOCOL));
    }

    private static Http http(SettingsReader in) {
        return new Http(
                in.get(HTTP_HOST),
                in.get(HTTP_PORT),
                in.get(HTTP_CONNECTIONS),
                in.get(HTTP_CONNECTIONS_PER_ADDRESS),
                in.get(HTTP_REQUEST_TIMEOUT),
                in.get(HTTP_CORS_ORIGINS),
                new Http.Calls(in.get(HTTP_CALL_RATE), in.get(HTTP_CALL_BURST)),
                new Http.Streams(in.get(HTTP_STREAMS), in.get(HTTP_STREAMS_PER_PROVIDER)));
    }

    private static Limits limits(SettingsReader in) {
        return new Limits(
                new Limits.Connections(
                        in.get(LIMITS_CONNECTIONS),
                        in.get(LIMITS_CONNECTIONS_PER_ADDRESS),
                        in.get(LIMITS_CONNECTIONS_PER_PROVIDER),
                        in.get(LIMITS_PUBLIC_RIDERS_PERCENT),
                        in.get(LIMITS_CONNECT_RATE),
                        in.get(LIMITS_CONNECT_BURST)),
                in.get(LIMITS_TRUSTED_NETWORKS),
                new Limits.FailedLogins(
                        in.get(LIMITS_FAILED_LOGINS),
                        in.get(LIMITS_FAILED_LOGINS_BLOCK),
                        in.get(LIMITS_FAILED_LOGINS_FORGET),
                        in.get(LIMITS_FAILED_LOGINS_DELAY)),
                in.get(LIMITS_KEEP_ALIVE),
                new Limits.Publishes(in.get(LIMITS_PUBLISH_RATE), in.get(LIMITS_PUBLISH_BURST)),
                new Limits.Packets(
                        in.get(LIMITS_TOPIC_LENGTH),
                        in.get(LIMITS_TOPIC_LEVELS),
                        in.get(LIMITS_FILTERS_PER_PACKET),
                        in.get(LIMITS_HELD_BYTES),
                        in.get(LIMITS_UNREAD_BYTES)));
    }

    private static Tls tls(SettingsReader in) {
        Optional<Path> certificate = in.get(TLS_CERTIFICATE);
        Optional<Path> key = in.get(TLS_PRIVATE_KEY);
        in.require(
                certificate.isPresent() == key.isPresent(),
                certificate.isPresent() ? TLS_CERTIFICATE : TLS_PRIVATE_KEY,
                "needs " + (certificate.isPresent() ? TLS_PRIVATE_KEY : TLS_CERTIFICATE).key()
                        + ": set both, or neither for no TLS",
                certificate.isPresent() ? TLS_PRIVATE_KEY : TLS_CERTIFICATE,
                "");
        return new Tls(
                in.get(MQTT_TLS_PORT),
                in.get(WEBSOCKET_TLS_PORT),
                in.get(MQTT_TLS_PROXY_PROTOCOL),
                in.get(WEBSOCKET_TLS_PROXY_PROTOCOL),
                certificate.flatMap(file -> key.map(itsKey -> new Tls.Files(file, itsKey))),
                in.get(TLS_RELOAD_INTERVAL));
    }

    private static Redis redis(SettingsReader in) {
        var redis = new Redis(in.get(REDIS_URL), in.get(REDIS_AUTHORITY));
        in.require(
                redis.authority().isEmpty() || redis.isOverTls(),
                REDIS_AUTHORITY,
                "needs rediss:// in " + REDIS_URL.key() + ", or nothing is encrypted",
                REDIS_URL,
                "needs rediss://, since " + REDIS_AUTHORITY.key() + " is set");
        return redis;
    }

    private static Postgres postgres(SettingsReader in) {
        return new Postgres(
                in.get(POSTGRES_URL), in.get(POSTGRES_USER), in.get(POSTGRES_PASSWORD), in.get(POSTGRES_POOL_SIZE));
    }

    private static void requireThatTheyFit(SettingsReader in, BrokerConfig config) {
        in.require(
                config.ingest().maxPayload() < config.mqtt().maxPacket(),
                INGEST_MAX_PAYLOAD,
                "does not fit into " + MQTT_MAX_PACKET.key() + ": lower it, or raise the other",
                MQTT_MAX_PACKET,
                "does not hold " + INGEST_MAX_PAYLOAD.key() + ": raise it, or lower the other");
        in.require(
                config.mqtt().maxPacket() <= config.limits().packets().heldBytes(),
                LIMITS_HELD_BYTES,
                "does not hold one packet of " + MQTT_MAX_PACKET.key() + ": raise it, or lower the other",
                MQTT_MAX_PACKET,
                "does not fit into " + LIMITS_HELD_BYTES.key() + ": lower it, or raise the other");
        requireNotLonger(
                in,
                STATES_STALE_AFTER,
                STATES_OFFLINE_AFTER,
                config.states().staleAfter(),
                config.states().offlineAfter());
        requireNotLonger(
                in,
                STATES_OFFLINE_AFTER,
                POSITIONS_RETENTION,
                config.states().offlineAfter(),
                config.positions().retention());
        requireNotLonger(
                in,
                ACCOUNTS_ACCESS_TOKEN_LIFETIME,
                ACCOUNTS_REFRESH_TOKEN_LIFETIME,
                config.accounts().accessTokenLifetime(),
                config.accounts().refreshTokenLifetime());
        requireTimeToStop(in, config.shutdown());
        requireDistinctPorts(in, config.tls().files().isPresent());
    }

    /** A bus goes stale, then offline, then it is forgotten. */
    private static void requireNotLonger(
            SettingsReader in, Setting<?> shorter, Setting<?> longer, Duration first, Duration then) {
        in.require(
                first.compareTo(then) <= 0,
                shorter,
                "is longer than " + longer.key() + ": lower it, or raise the other",
                longer,
                "is shorter than " + shorter.key() + ": raise it, or lower the other");
    }

    /** Both may be needed to the last moment, where Redis does not answer. */
    private static void requireTimeToStop(SettingsReader in, Shutdown shutdown) {
        in.require(
                shutdown.drain().plus(shutdown.grace()).compareTo(shutdown.limit()) < 0,
                SHUTDOWN_LIMIT,
                "is not longer than " + SHUTDOWN_DRAIN.key() + " and " + SHUTDOWN_GRACE.key()
                        + " together: raise it, or lower them",
                SHUTDOWN_DRAIN,
                "leaves " + SHUTDOWN_GRACE.key() + " no time within " + SHUTDOWN_LIMIT.key()
                        + ": lower it, or raise that");
    }

    private static void requireDistinctPorts(SettingsReader in, boolean tls) {
        var taken = new HashMap<Integer, Setting<Integer>>();
        var always = List.of(MQTT_PORT, WEBSOCKET_PORT, HTTP_PORT, EMBEDDED_POSTGRES_PORT, EMBEDDED_REDIS_PORT);
        var ofTls = tls ? List.of(MQTT_TLS_PORT, WEBSOCKET_TLS_PORT) : List.<Setting<Integer>>of();
        for (var setting : Stream.concat(always.stream(), ofTls.stream()).toList()) {
            int port = in.peek(setting);
            var other = port == 0 ? null : taken.putIfAbsent(port, setting);
            if (other != null) {
                in.require(false, setting, samePort(port, other), other, samePort(port, setting));
            }
        }
    }

    private static String samePort(int port, Setting<?> other) {
        return port + " is also " + other.key() + ": give each its own port";
    }
}

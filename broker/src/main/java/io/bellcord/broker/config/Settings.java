package io.bellcord.broker.config;

import io.bellcord.broker.limits.Networks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every setting there is. {@code config/bellcord.properties} says what each is for; a test holds both together. */
final class Settings {
    static final Setting<Integer> PORT_OFFSET = number("bellcord.port-offset", 0, 0, 40_000);

    static final Setting<String> MQTT_HOST = new Setting<>("bellcord.mqtt.host", "0.0.0.0", Kinds.host());
    static final Setting<Integer> MQTT_PORT = Setting.port("bellcord.mqtt.port", 1883);
    static final Setting<Duration> MQTT_CONNECT_TIMEOUT = time("bellcord.mqtt.connect-timeout", "10s", "1s", "2m");
    static final Setting<Integer> MQTT_MAX_PACKET = size("bellcord.mqtt.max-packet", "16KiB", 1 << 10, 1 << 20);
    static final Setting<Integer> MQTT_MAX_FILTERS = number("bellcord.mqtt.max-filters", 1_000, 1, 100_000);
    static final Setting<Boolean> MQTT_PROXY_PROTOCOL = flag("bellcord.mqtt.proxy-protocol", false);
    static final Setting<Integer> WEBSOCKET_PORT = Setting.port("bellcord.websocket.port", 8083);
    static final Setting<String> WEBSOCKET_PATH =
            new Setting<>("bellcord.websocket.path", "/mqtt", Kinds.absolutePath());
    static final Setting<Boolean> WEBSOCKET_PROXY_PROTOCOL = flag("bellcord.websocket.proxy-protocol", false);

    static final Setting<Integer> LIMITS_CONNECTIONS = number("bellcord.limits.connections", 50_000, 1, 10_000_000);
    static final Setting<Integer> LIMITS_CONNECTIONS_PER_ADDRESS =
            number("bellcord.limits.connections-per-address", 2_000, 1, 10_000_000);
    static final Setting<Integer> LIMITS_CONNECTIONS_PER_PROVIDER =
            number("bellcord.limits.connections-per-provider", 20_000, 1, 10_000_000);
    static final Setting<Integer> LIMITS_PUBLIC_RIDERS_PERCENT =
            number("bellcord.limits.public-riders-percent", 80, 0, 100);
    static final Setting<Integer> LIMITS_CONNECT_RATE = number("bellcord.limits.connect-rate", 100, 1, 100_000);
    static final Setting<Integer> LIMITS_CONNECT_BURST = number("bellcord.limits.connect-burst", 2_000, 1, 1_000_000);
    static final Setting<Networks> LIMITS_TRUSTED_NETWORKS =
            new Setting<>("bellcord.limits.trusted-networks", "127.0.0.0/8, ::1/128", Kinds.networks());
    static final Setting<Integer> LIMITS_FAILED_LOGINS = number("bellcord.limits.failed-logins", 10, 0, 10_000);
    static final Setting<Integer> LIMITS_FAILED_LOGINS_BLOCK =
            number("bellcord.limits.failed-logins-block", 20, 1, 10_000);
    static final Setting<Duration> LIMITS_FAILED_LOGINS_FORGET =
            time("bellcord.limits.failed-logins-forget", "30s", "1s", "1h");
    static final Setting<Duration> LIMITS_FAILED_LOGINS_DELAY =
            time("bellcord.limits.failed-logins-delay", "5s", "0", "1m");
    static final Setting<Duration> LIMITS_KEEP_ALIVE = time("bellcord.limits.keep-alive", "10m", "0", "18h");
    static final Setting<Integer> LIMITS_PUBLISH_RATE = number("bellcord.limits.publish-rate", 10, 0, 100_000);
    static final Setting<Integer> LIMITS_PUBLISH_BURST = number("bellcord.limits.publish-burst", 100, 1, 1_000_000);
    static final Setting<Integer> LIMITS_TOPIC_LENGTH = number("bellcord.limits.topic-length", 256, 64, 65_535);
    static final Setting<Integer> LIMITS_TOPIC_LEVELS = number("bellcord.limits.topic-levels", 8, 4, 1_000);
    static final Setting<Integer> LIMITS_FILTERS_PER_PACKET =
            number("bellcord.limits.filters-per-packet", 100, 1, 100_000);
    static final Setting<Integer> LIMITS_HELD_BYTES = size("bellcord.limits.held-bytes", "64KiB", 1 << 10, 1 << 24);
    static final Setting<Integer> LIMITS_UNREAD_BYTES =
            size("bellcord.limits.unread-bytes", "256KiB", 1 << 10, 1 << 26);

    static final Setting<Integer> MQTT_TLS_PORT = Setting.port("bellcord.mqtt.tls-port", 8883);
    static final Setting<Integer> WEBSOCKET_TLS_PORT = Setting.port("bellcord.websocket.tls-port", 8084);
    static final Setting<Boolean> MQTT_TLS_PROXY_PROTOCOL = flag("bellcord.mqtt.tls-proxy-protocol", false);
    static final Setting<Boolean> WEBSOCKET_TLS_PROXY_PROTOCOL = flag("bellcord.websocket.tls-proxy-protocol", false);
    static final Setting<Optional<Path>> TLS_CERTIFICATE = new Setting<>("bellcord.tls.certificate", "", Kinds.file());
    static final Setting<Optional<Path>> TLS_PRIVATE_KEY = new Setting<>("bellcord.tls.private-key", "", Kinds.file());
    static final Setting<Duration> TLS_RELOAD_INTERVAL = time("bellcord.tls.reload-interval", "5s", "100ms", "1h");

    static final Setting<String> HTTP_HOST = new Setting<>("bellcord.http.host", "0.0.0.0", Kinds.host());
    static final Setting<Integer> HTTP_PORT = Setting.port("bellcord.http.port", 8080);
    static final Setting<Integer> HTTP_CONNECTIONS = number("bellcord.http.connections", 2_000, 1, 1_000_000);
    static final Setting<Integer> HTTP_CONNECTIONS_PER_ADDRESS =
            number("bellcord.http.connections-per-address", 200, 1, 1_000_000);
    static final Setting<Duration> HTTP_REQUEST_TIMEOUT = time("bellcord.http.request-timeout", "30s", "1s", "10m");
    static final Setting<List<String>> HTTP_CORS_ORIGINS =
            new Setting<>("bellcord.http.cors-origins", "*", Kinds.origins());
    static final Setting<Integer> HTTP_CALL_RATE = number("bellcord.http.call-rate", 20, 0, 100_000);
    static final Setting<Integer> HTTP_CALL_BURST = number("bellcord.http.call-burst", 200, 1, 1_000_000);
    static final Setting<Integer> HTTP_STREAMS = number("bellcord.http.streams", 1_000, 0, 1_000_000);
    static final Setting<Integer> HTTP_STREAMS_PER_PROVIDER =
            number("bellcord.http.streams-per-provider", 500, 0, 1_000_000);

    static final Setting<String> MAP_BASE =
            new Setting<>("bellcord.map.base", "https://tile.openstreetmap.org/{z}/{x}/{y}.png", MapKinds.base());
    static final Setting<String> MAP_ATTRIBUTION = new Setting<>(
            "bellcord.map.attribution",
            "© OpenStreetMap contributors https://www.openstreetmap.org/copyright",
            Kinds.text());
    static final Setting<Optional<URI>> MAP_WEBSOCKET =
            new Setting<>("bellcord.map.websocket", "", MapKinds.webSocket());
    static final Setting<List<String>> MAP_FRAME_ANCESTORS =
            new Setting<>("bellcord.map.frame-ancestors", "", Kinds.origins());

    static final Setting<Duration> ACCOUNTS_ACCESS_TOKEN_LIFETIME =
            time("bellcord.accounts.access-token-lifetime", "1d", "1m", "31d");
    static final Setting<Duration> ACCOUNTS_REFRESH_TOKEN_LIFETIME =
            time("bellcord.accounts.refresh-token-lifetime", "7d", "1m", "365d");

    static final Setting<String> POSTGRES_URL =
            new Setting<>("bellcord.postgres.url", "jdbc:postgresql://127.0.0.1:5432/bellcord", Kinds.jdbcUrl());
    static final Setting<String> POSTGRES_USER = new Setting<>("bellcord.postgres.user", "bellcord", Kinds.text());
    static final Setting<String> POSTGRES_PASSWORD = new Setting<>("bellcord.postgres.password", "", Kinds.text());
    static final Setting<Integer> POSTGRES_POOL_SIZE = number("bellcord.postgres.pool-size", 4, 1, 100);
    static final Setting<String> CREDENTIALS_KEY = new Setting<>("bellcord.credentials.key", "", Kinds.secretKey());
    static final Setting<Duration> JWKS_REFRESH = time("bellcord.jwks.refresh", "10m", "1s", "24h");
    static final Setting<Duration> JWKS_GRACE = time("bellcord.jwks.grace", "1h", "0", "168h");
    static final Setting<List<URI>> REDIS_URL =
            new Setting<>("bellcord.redis.url", "redis://127.0.0.1:6379", Kinds.redisUrls());
    static final Setting<Optional<Path>> REDIS_AUTHORITY = new Setting<>("bellcord.redis.authority", "", Kinds.file());
    static final Setting<Duration> CLUSTER_LINGER = time("bellcord.cluster.linger", "60s", "1s", "1h");

    static final Setting<Integer> EMBEDDED_POSTGRES_PORT = Setting.port("bellcord.embedded.postgres-port", 15_432);
    static final Setting<Integer> EMBEDDED_REDIS_PORT = Setting.port("bellcord.embedded.redis-port", 16_379);

    static final Setting<Integer> INGEST_MAX_PAYLOAD = size("bellcord.ingest.max-payload", "8KiB", 256, 1 << 20);
    static final Setting<Duration> INGEST_MAX_FUTURE = time("bellcord.ingest.max-future", "60s", "0", "1h");
    static final Setting<Duration> INGEST_MAX_AGE = time("bellcord.ingest.max-age", "3h", "1s", "168h");
    static final Setting<Integer> INGEST_MAX_BUSES = number("bellcord.ingest.max-buses", 20_000, 1, 10_000_000);
    static final Setting<String> INGEST_UNKNOWN_TRIPS =
            new Setting<>("bellcord.ingest.unknown-trips", "keep", Kinds.oneOf("keep", "drop", "refuse"));
    static final Setting<Duration> POSITIONS_RETENTION = time("bellcord.positions.retention", "3h", "1m", "168h");

    static final Setting<Duration> FEED_TICK = time("bellcord.feed.tick", "100ms", "0", "10s");
    static final Setting<Duration> FEED_MIN_INTERVAL = time("bellcord.feed.min-interval", "0", "0", "1h");
    static final Setting<Duration> FEED_ROUTE_INTERVAL = time("bellcord.feed.route-interval", "2s", "100ms", "5m");
    static final Setting<Integer> FEED_SEND_BUFFER = size("bellcord.feed.send-buffer", "64KiB", 4 * 1024, 4 << 20);
    static final Setting<Duration> GTFS_REALTIME_INTERVAL =
            time("bellcord.gtfs-realtime.interval", "5s", "100ms", "5m");
    static final Setting<Duration> GTFS_REALTIME_MAX_AGE = time("bellcord.gtfs-realtime.max-age", "90s", "1s", "24h");
    static final Setting<Duration> STATES_STALE_AFTER = time("bellcord.states.stale-after", "30s", "1s", "24h");
    static final Setting<Duration> STATES_OFFLINE_AFTER = time("bellcord.states.offline-after", "60s", "1s", "24h");
    static final Setting<Duration> SHUTDOWN_DRAIN = time("bellcord.shutdown.drain", "5s", "0", "1h");
    static final Setting<Duration> SHUTDOWN_GRACE = time("bellcord.shutdown.grace", "2s", "0", "2m");
    static final Setting<Duration> SHUTDOWN_LIMIT = time("bellcord.shutdown.limit", "10s", "1s", "2h");
    static final Setting<String> LOG_LEVEL =
            new Setting<>("bellcord.log.level", "INFO", Kinds.oneOf("ERROR", "WARN", "INFO", "DEBUG", "TRACE"));
    static final Setting<String> LOG_FORMAT = new Setting<>("bellcord.log.format", "text", Kinds.oneOf("text", "json"));

    static final List<Setting<?>> ALL = List.of(
            PORT_OFFSET,
            MQTT_HOST,
            MQTT_PORT,
            MQTT_CONNECT_TIMEOUT,
            MQTT_MAX_PACKET,
            MQTT_MAX_FILTERS,
            MQTT_PROXY_PROTOCOL,
            WEBSOCKET_PORT,
            WEBSOCKET_PATH,
            WEBSOCKET_PROXY_PROTOCOL,
            MQTT_TLS_PORT,
            MQTT_TLS_PROXY_PROTOCOL,
            WEBSOCKET_TLS_PORT,
            WEBSOCKET_TLS_PROXY_PROTOCOL,
            TLS_CERTIFICATE,
            TLS_PRIVATE_KEY,
            TLS_RELOAD_INTERVAL,
            LIMITS_CONNECTIONS,
            LIMITS_CONNECTIONS_PER_ADDRESS,
            LIMITS_CONNECTIONS_PER_PROVIDER,
            LIMITS_PUBLIC_RIDERS_PERCENT,
            LIMITS_CONNECT_RATE,
            LIMITS_CONNECT_BURST,
            LIMITS_TRUSTED_NETWORKS,
            LIMITS_FAILED_LOGINS,
            LIMITS_FAILED_LOGINS_BLOCK,
            LIMITS_FAILED_LOGINS_FORGET,
            LIMITS_FAILED_LOGINS_DELAY,
            LIMITS_KEEP_ALIVE,
            LIMITS_PUBLISH_RATE,
            LIMITS_PUBLISH_BURST,
            LIMITS_TOPIC_LENGTH,
            LIMITS_TOPIC_LEVELS,
            LIMITS_FILTERS_PER_PACKET,
            LIMITS_HELD_BYTES,
            LIMITS_UNREAD_BYTES,
            HTTP_HOST,
            HTTP_PORT,
            HTTP_CONNECTIONS,
            HTTP_CONNECTIONS_PER_ADDRESS,
            HTTP_REQUEST_TIMEOUT,
            HTTP_CORS_ORIGINS,
            HTTP_CALL_RATE,
            HTTP_CALL_BURST,
            HTTP_STREAMS,
            HTTP_STREAMS_PER_PROVIDER,
            MAP_BASE,
            MAP_ATTRIBUTION,
            MAP_WEBSOCKET,
            MAP_FRAME_ANCESTORS,
            ACCOUNTS_ACCESS_TOKEN_LIFETIME,
            ACCOUNTS_REFRESH_TOKEN_LIFETIME,
            POSTGRES_URL,
            POSTGRES_USER,
            POSTGRES_PASSWORD,
            POSTGRES_POOL_SIZE,
            CREDENTIALS_KEY,
            JWKS_REFRESH,
            JWKS_GRACE,
            REDIS_URL,
            REDIS_AUTHORITY,
            CLUSTER_LINGER,
            EMBEDDED_POSTGRES_PORT,
            EMBEDDED_REDIS_PORT,
            INGEST_MAX_PAYLOAD,
            INGEST_MAX_FUTURE,
            INGEST_MAX_AGE,
            INGEST_MAX_BUSES,
            INGEST_UNKNOWN_TRIPS,
            POSITIONS_RETENTION,
            FEED_TICK,
            FEED_MIN_INTERVAL,
            FEED_ROUTE_INTERVAL,
            FEED_SEND_BUFFER,
            GTFS_REALTIME_INTERVAL,
            GTFS_REALTIME_MAX_AGE,
            STATES_STALE_AFTER,
            STATES_OFFLINE_AFTER,
            SHUTDOWN_DRAIN,
            SHUTDOWN_GRACE,
            SHUTDOWN_LIMIT,
            LOG_LEVEL,
            LOG_FORMAT);

    private Settings() {}

    private static Setting<Integer> number(String key, int fallback, int min, int max) {
        return new Setting<>(key, Integer.toString(fallback), Kinds.count(min, max));
    }

    private static Setting<Boolean> flag(String key, boolean fallback) {
        return new Setting<>(key, Boolean.toString(fallback), Kinds.flag());
    }

    private static Setting<Integer> size(String key, String fallback, int min, int max) {
        return new Setting<>(key, fallback, Kinds.size(min, max));
    }

    private static Setting<Duration> time(String key, String fallback, String min, String max) {
        return new Setting<>(key, fallback, Kinds.duration(min, max));
    }
}

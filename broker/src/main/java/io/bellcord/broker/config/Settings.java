package io.bellcord.broker.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Every setting there is. {@code config/bellcord.properties} says what each is for; a test holds both together. */
final class Settings {
    static final Setting<Integer> PORT_OFFSET = number("bellcord.port-offset", 0, 0, 40_000);

    static final Setting<String> MQTT_HOST = new Setting<>("bellcord.mqtt.host", "0.0.0.0", Kinds.host());
    static final Setting<Integer> MQTT_PORT = Setting.port("bellcord.mqtt.port", 1883);
    static final Setting<Duration> MQTT_CONNECT_TIMEOUT = time("bellcord.mqtt.connect-timeout", "10s", "1s", "2m");
    static final Setting<Integer> MQTT_MAX_PACKET = size("bellcord.mqtt.max-packet", "16KiB", 1 << 10, 1 << 20);
    static final Setting<Integer> MQTT_MAX_FILTERS = number("bellcord.mqtt.max-filters", 1_000, 1, 100_000);
    static final Setting<Integer> WEBSOCKET_PORT = Setting.port("bellcord.websocket.port", 8083);
    static final Setting<String> WEBSOCKET_PATH =
            new Setting<>("bellcord.websocket.path", "/mqtt", Kinds.absolutePath());

    static final Setting<String> HTTP_HOST = new Setting<>("bellcord.http.host", "0.0.0.0", Kinds.host());
    static final Setting<Integer> HTTP_PORT = Setting.port("bellcord.http.port", 8080);

    static final Setting<String> POSTGRES_URL =
            new Setting<>("bellcord.postgres.url", "jdbc:postgresql://127.0.0.1:5432/bellcord", Kinds.jdbcUrl());
    static final Setting<String> POSTGRES_USER = new Setting<>("bellcord.postgres.user", "bellcord", Kinds.text());
    static final Setting<String> POSTGRES_PASSWORD = new Setting<>("bellcord.postgres.password", "", Kinds.text());
    static final Setting<Integer> POSTGRES_POOL_SIZE = number("bellcord.postgres.pool-size", 4, 1, 100);
    static final Setting<String> CREDENTIALS_KEY = new Setting<>("bellcord.credentials.key", "", Kinds.secretKey());
    static final Setting<Duration> JWKS_REFRESH = time("bellcord.jwks.refresh", "10m", "1s", "24h");
    static final Setting<Duration> JWKS_GRACE = time("bellcord.jwks.grace", "1h", "0", "168h");
    static final Setting<URI> REDIS_URL =
            new Setting<>("bellcord.redis.url", "redis://127.0.0.1:6379", Kinds.redisUrl());

    static final Setting<Integer> EMBEDDED_POSTGRES_PORT = Setting.port("bellcord.embedded.postgres-port", 15_432);
    static final Setting<Integer> EMBEDDED_REDIS_PORT = Setting.port("bellcord.embedded.redis-port", 16_379);

    static final Setting<Integer> INGEST_MAX_PAYLOAD = size("bellcord.ingest.max-payload", "8KiB", 256, 1 << 20);
    static final Setting<Duration> INGEST_MAX_FUTURE = time("bellcord.ingest.max-future", "60s", "0", "1h");
    static final Setting<Duration> INGEST_MAX_AGE = time("bellcord.ingest.max-age", "3h", "1s", "168h");
    static final Setting<Duration> POSITIONS_RETENTION = time("bellcord.positions.retention", "3h", "1m", "168h");

    static final Setting<Duration> FEED_TICK = time("bellcord.feed.tick", "100ms", "0", "10s");
    static final Setting<Duration> STATES_STALE_AFTER = time("bellcord.states.stale-after", "30s", "1s", "24h");
    static final Setting<Duration> STATES_OFFLINE_AFTER = time("bellcord.states.offline-after", "60s", "1s", "24h");
    static final Setting<Duration> SHUTDOWN_GRACE = time("bellcord.shutdown.grace", "2s", "0", "2m");

    static final List<Setting<?>> ALL = List.of(
            PORT_OFFSET,
            MQTT_HOST,
            MQTT_PORT,
            MQTT_CONNECT_TIMEOUT,
            MQTT_MAX_PACKET,
            MQTT_MAX_FILTERS,
            WEBSOCKET_PORT,
            WEBSOCKET_PATH,
            HTTP_HOST,
            HTTP_PORT,
            POSTGRES_URL,
            POSTGRES_USER,
            POSTGRES_PASSWORD,
            POSTGRES_POOL_SIZE,
            CREDENTIALS_KEY,
            JWKS_REFRESH,
            JWKS_GRACE,
            REDIS_URL,
            EMBEDDED_POSTGRES_PORT,
            EMBEDDED_REDIS_PORT,
            INGEST_MAX_PAYLOAD,
            INGEST_MAX_FUTURE,
            INGEST_MAX_AGE,
            POSITIONS_RETENTION,
            FEED_TICK,
            STATES_STALE_AFTER,
            STATES_OFFLINE_AFTER,
            SHUTDOWN_GRACE);

    private Settings() {}

    private static Setting<Integer> number(String key, int fallback, int min, int max) {
        return new Setting<>(key, Integer.toString(fallback), Kinds.count(min, max));
    }

    private static Setting<Integer> size(String key, String fallback, int min, int max) {
        return new Setting<>(key, fallback, Kinds.size(min, max));
    }

    private static Setting<Duration> time(String key, String fallback, String min, String max) {
        return new Setting<>(key, fallback, Kinds.duration(min, max));
    }
}

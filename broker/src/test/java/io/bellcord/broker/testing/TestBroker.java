package io.bellcord.broker.testing;

import static org.awaitility.Awaitility.await;

import io.bellcord.broker.Broker;
import io.bellcord.broker.audit.AuditEntry;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenIssuer;
import io.bellcord.broker.auth.TokenRequest;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.provider.AuthorityRepository;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import redis.clients.jedis.RedisClient;

/**
 * The real broker on free ports, with a real PostgreSQL and a real Redis. Providers: {@code kb}, {@code other} and
 * {@code closing} as any, {@code public} read by all, {@code disabled}, and {@code rsa} with a public key only.
 */
public final class TestBroker implements AutoCloseable {
    /** Of all of them: without the optimising compiler it takes seconds of a core to find one. */
    private static final KeyPair RSA = TestKeys.rsa(2048);

    private final TestRedis redisServer = TestRedis.start();
    private final DatabaseSettings settings = TestPostgres.newSettings();
    private final Database database = Database.open(settings);
    private final ProviderRepository providers = new ProviderRepository(database);
    private final RedisClient redis = RedisClient.create(redisServer.uri());
    private final TokenIssuer issuer = new TokenIssuer(Clock.systemUTC());
    private final Map<String, String> more;
    private Broker broker;

    private TestBroker(Map<String, String> more) {
        this.more = more;
        database.migrate();
        for (String id : List.of("kb", "other", "closing", "public", "disabled")) {
            add(id, ProviderKey.of("k1", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256)));
        }
        providers.setPublicRead(new ProviderId("public"), true);
        providers.setEnabled(new ProviderId("disabled"), false);
        add("rsa", ProviderKey.of("k1", KeyAlgorithm.RS256, Forged.pem(RSA.getPublic())));
        broker = startBroker(Map.of());
    }

    public static TestBroker start() {
        return start(Map.of());
    }

    /**
     * One with settings of its own.
     *
     * @param more settings that differ from what tests commonly use
     */
    public static TestBroker start(Map<String, String> more) {
        return new TestBroker(more);
    }

    private void add(String id, ProviderKey key) {
        providers.add(new Provider(new ProviderId(id), "Provider " + id, true, false, List.of(key)));
    }

    private Broker startBroker(Map<String, String> different) {
        Map<String, String> overrides = new HashMap<>();
        for (String listener :
                List.of("mqtt.port", "mqtt.tls-port", "websocket.port", "websocket.tls-port", "http.port")) {
            overrides.put("bellcord." + listener, "0");
        }
        overrides.put("bellcord.mqtt.host", "127.0.0.1");
        overrides.put("bellcord.http.host", "127.0.0.1");
        overrides.put("bellcord.redis.url", redisServer.uri().toString());
        overrides.put("bellcord.postgres.url", settings.jdbcUrl());
        overrides.put("bellcord.postgres.user", settings.user());
        overrides.put("bellcord.postgres.password", settings.password());
        overrides.put("bellcord.mqtt.connect-timeout", "4s");
        overrides.put("bellcord.feed.tick", "20ms");
        overrides.put("bellcord.tls.certificate", TestTls.certificateFile().toString());
        overrides.put("bellcord.tls.private-key", TestTls.privateKeyFile().toString());
        overrides.put("bellcord.tls.reload-interval", "100ms");
        overrides.put("bellcord.limits.publish-rate", "0"); // many a test has one driver report for a whole fleet
        overrides.put("bellcord.http.call-rate", "0"); // and they all call with the same tokens
        overrides.put("bellcord.jwks.refresh", "1s");
        overrides.put("bellcord.jwks.grace", "1s");
        overrides.putAll(more);
        overrides.putAll(different);
        return Broker.start(BrokerConfig.load(Optional.empty(), Map.of(), overrides), Clock.systemUTC());
    }

    /** Stops the broker and starts another one over the same PostgreSQL and Redis. */
    public void restart() {
        restart(() -> {});
    }

    /** The same with something to be done while there is none. */
    public void restart(Runnable meanwhile) {
        broker.close();
        meanwhile.run();
        broker = startBroker(Map.of());
    }

    /** One more node over the same PostgreSQL and Redis; the caller closes it. */
    public Broker startAnother() {
        return startBroker(Map.of());
    }

    /** One more node, which reaches PostgreSQL through a proxy; the caller closes it. */
    public Broker startAnother(Stall postgres) {
        String path = settings.jdbcUrl().substring(settings.jdbcUrl().lastIndexOf('/'));
        return startBroker(Map.of("bellcord.postgres.url", "jdbc:postgresql://127.0.0.1:" + postgres.port() + path));
    }

    /** Where PostgreSQL itself is. */
    public InetSocketAddress postgres() {
        URI uri = URI.create(settings.jdbcUrl().substring("jdbc:".length()));
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    public Broker broker() {
        return broker;
    }

    public RedisClient redis() {
        return redis;
    }

    public ProviderRepository providers() {
        return providers;
    }

    public List<AuditEntry> audit(AuditLog.Selection selection) {
        return new AuditLog(database).list(selection);
    }

    /** The database of the broker, through a pool of the test's own. */
    public Database database() {
        return database;
    }

    public AuthorityRepository authorities() {
        return new AuthorityRepository(database);
    }

    public KeyPair rsaKey() {
        return RSA;
    }

    /** A client that is not connected yet. */
    public TestClient client(Flavour flavour) {
        return client(flavour, UUID.randomUUID().toString());
    }

    public TestClient client(Flavour flavour, String clientId) {
        return flavour.isSecure()
                ? flavour.create(mqttTls(), webSocketTls(), clientId)
                : flavour.create(broker.mqtt(), broker.webSocket(), clientId);
    }

    public TestClient connected(Flavour flavour, String provider, Role role) {
        return connected(flavour, provider, token(provider, role));
    }

    /** The tracker of one bus. */
    public TestClient tracker(Flavour flavour, String provider, String bus) {
        return connected(flavour, provider, trackerToken(provider, bus));
    }

    /** A client that is let in with this password. */
    public TestClient connected(Flavour flavour, String provider, String token) {
        TestClient client = client(flavour);
        int code = client.connect(provider, token);
        if (code != 0) {
            throw new AssertionError("not let in: code " + code);
        }
        return client;
    }

    public InetSocketAddress mqttTls() {
        return broker.mqttTls().orElseThrow();
    }

    public InetSocketAddress webSocketTls() {
        return broker.webSocketTls().orElseThrow();
    }

    public RawMqtt raw() {
        return raw(Transport.TCP);
    }

    public RawMqtt raw(Transport transport) {
        return transport.open(broker);
    }

    /** A tracker, by the byte, that is connected and has left a will. */
    public RawMqtt connectWithWill(String bus, String will) {
        RawMqtt tracker = raw();
        tracker.send(RawMqtt.packet(
                0x10,
                RawMqtt.text("MQTT"),
                RawMqtt.bytes(4, 0xC6, 0, 60),
                RawMqtt.text("will-" + bus),
                RawMqtt.text("bus/kb/" + bus),
                RawMqtt.text(will),
                RawMqtt.text("kb"),
                RawMqtt.text(trackerToken("kb", bus))));
        if (tracker.read().type() != 2) {
            throw new AssertionError("no CONNACK");
        }
        return tracker;
    }

    /** The reason string of the CONNACK that refuses an MQTT 5 client. */
    public String reasonOfRefusal(String username, String password) {
        try (RawMqtt client = raw()) {
            client.send(RawMqtt.connect5("why", username, password));
            return new String(client.read().body(), StandardCharsets.UTF_8);
        }
    }

    public String token(String provider, Role role) {
        return token(provider, role, Duration.ofHours(1));
    }

    public String token(String provider, Role role, Duration lifetime) {
        return issue(provider, new TokenRequest(role, "somebody", Optional.empty(), lifetime));
    }

    public String trackerToken(String provider, String bus) {
        return issue(
                provider,
                new TokenRequest(Role.TRACKER, "tracker-" + bus, Optional.of(new BusId(bus)), Duration.ofHours(1)));
    }

    private String issue(String provider, TokenRequest request) {
        return issuer.issue(providers.get(new ProviderId(provider)), request).value();
    }

    /** Waits until Redis holds the fix of this time. */
    public void awaitStored(String provider, String bus, long ts) {
        String key = "bus:{" + provider + "}:" + bus + ":lastlocation";
        await().until(() -> {
            String stored = redis.get(key);
            return stored != null && stored.contains("\"ts\":" + ts);
        });
    }

    /** How many sessions Moquette holds, connected or not: one that stays would stay for ever. */
    public int moquetteSessions() {
        return ((Map<?, ?>) insideMoquette("sessions", "pool")).size();
    }

    /** The queues of Moquette's session loops, to have them do what no client should be able to. */
    @SuppressWarnings("unchecked")
    public List<BlockingQueue<FutureTask<String>>> sessionQueues() {
        return List.of(
                (BlockingQueue<FutureTask<String>>[]) insideMoquette("dispatcher", "sessionLoops", "sessionQueues"));
    }

    private Object insideMoquette(String... fields) {
        try {
            Object found = inside(inside(inside(broker, "mqtt"), "server"), "moquette");
            for (String field : fields) {
                found = inside(found, field);
            }
            return found;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Moquette keeps this elsewhere now: " + List.of(fields), e);
        }
    }

    private static Object inside(Object owner, String field) throws ReflectiveOperationException {
        Field found = owner.getClass().getDeclaredField(field);
        found.setAccessible(true);
        return found.get(owner);
    }

    /** What {@code /metrics} says of one counter; 0 where it has never counted. */
    public double counted(String counter) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(counter + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(counter.length() + 1)))
                .sum();
    }

    /** What {@code /metrics} says. */
    public String metrics() {
        return get("/metrics");
    }

    public String get(String path) {
        var http = broker.http();
        URI uri = URI.create("http://" + http.getHostString() + ":" + http.getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        broker.close();
        redis.close();
        database.close();
        redisServer.close();
    }
}

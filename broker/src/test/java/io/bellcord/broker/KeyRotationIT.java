package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.jwks.JwkSet;
import io.bellcord.broker.auth.jwks.JwksAddress;
import io.bellcord.broker.auth.jwks.JwksReader;
import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.transit.ProviderId;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A provider changes its keys while its clients are connected. */
class KeyRotationIT {
    private static final ProviderId KB = new ProviderId("kb");
    private static final ProviderId JW = new ProviderId("jw");

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void leavesNoGapAndEndsTheOldKeyAtItsTime() {
        String oldToken = broker.token("kb", Role.RIDER);
        try (TestClient old = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", oldToken)) {
            broker.providers()
                    .addKey(KB, ProviderKey.of("k2", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256)));
            await().until(() -> broker.broker()
                    .providers()
                    .find(KB)
                    .orElseThrow()
                    .findKey("k2")
                    .isPresent());
            try (TestClient fresh = broker.connected(Flavour.PAHO_3_TCP, "kb", Role.RIDER)) {
                assertThat(old.isConnected()).isTrue();

                Instant end = Instant.now().plusSeconds(3); // known to the broker long before: nothing changes then
                broker.providers().retireKey(KB, "k1", end);
                broker.connected(Flavour.HIVEMQ_3_TCP, "kb", oldToken).close();
                await().until(() -> !old.isConnected());

                assertThat(Instant.now()).isAfterOrEqualTo(end);
                assertThat(fresh.isConnected()).isTrue();
                assertThat(broker.reasonOfRefusal("kb", oldToken)).contains("retired");
            }
        }
    }

    @Test
    void followsAPublishedSetAndKeepsTheLastGoodOneWhenItFails() throws Exception {
        KeyPair first = TestKeys.ec("secp256r1");
        KeyPair second = TestKeys.ec("secp256r1");
        var published = new AtomicReference<>(set(jwk("a", first)));
        HttpServer server = serve(published);
        try {
            publishAt(server);
            try (TestClient old = broker.connected(Flavour.HIVEMQ_5_TCP, "jw", token("a", first))) {
                published.set("");
                await().untilAsserted(() -> assertThat(broker.get("/health/ready"))
                        .contains("keys of provider jw are not refreshed since", "answered 500"));
                assertThat(old.isConnected()).isTrue();

                published.set(set(jwk("b", second)));
                await().until(() -> isLetIn(token("b", second)));
                await().until(() -> !old.isConnected()); // after the grace
                assertThat(broker.get("/health/ready")).doesNotContain("jw");
                assertThat(broker.reasonOfRefusal("jw", token("a", first))).contains("retired");
            }
        } finally {
            server.stop(0);
        }
    }

    private static void publishAt(HttpServer server) throws InterruptedException {
        broker.providers().add(new Provider(JW, "JW", true, false, List.of()));
        JwksAddress address =
                JwksAddress.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        var repository = new JwksRepository(broker.database());
        try (var reader = new JwksReader()) {
            JwkSet set = reader.read(address);
            repository.importKeys(JW, set.keys(), Instant.now());
        }
        repository.remember(JW, address.toString(), Instant.now());
        await().until(() -> broker.broker()
                .providers()
                .find(JW)
                .flatMap(provider -> provider.findKey("a"))
                .isPresent());
    }

    private static boolean isLetIn(String token) {
        try (TestClient probe = broker.client(Flavour.PAHO_3_TCP)) {
            return probe.connect("jw", token) == 0;
        }
    }

    /** Serves the set; an empty one is an error of the server's. */
    private static HttpServer serve(AtomicReference<String> published) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            byte[] body = String.valueOf(published.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String jwk(String kid, KeyPair pair) {
        return Jwks.UNSAFE_JSON(
                Jwks.builder().key((ECPublicKey) pair.getPublic()).id(kid).build());
    }

    private static String set(String... keys) {
        return Arrays.stream(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static String token(String kid, KeyPair pair) {
        return Jwts.builder()
                .header()
                .keyId(kid)
                .and()
                .subject("rider")
                .claim("provider", "jw")
                .claim("tokenType", "access")
                .claim("role", "rider")
                .expiration(Date.from(Instant.now().plusSeconds(3600)))
                .signWith(pair.getPrivate())
                .compact();
    }
}

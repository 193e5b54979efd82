package io.bellcord.broker.auth.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.testing.TestAuthority.Request;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.testing.TestTls;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the other side is a server of its own, which does as badly as it can. */
@Timeout(60)
class JwksReaderTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MANY_BYTES = 300 * 1024;

    private final String set = "{\"keys\":["
            + Jwks.UNSAFE_JSON(Jwks.builder()
                    .key((ECPublicKey) TestKeys.ec("secp256r1").getPublic())
                    .id("a")
                    .build())
            + "]}";
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpsServer server = serve(TestTls.server(), exchange -> answer(exchange, set));
    private final JwksReader reader = reader(PATIENCE);

    @AfterEach
    void stop() {
        over.countDown();
        reader.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void readsOverHttps() throws Exception {
        assertThat(reader.read(address()).keys()).extracting(ProviderKey::kid).containsExactly("a");
    }

    @Test
    void trustsOnlyWhomThisMachineTrusts() {
        try (var ordinary = new JwksReader()) {
            assertThatThrownBy(() -> ordinary.read(address()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("The JWKS cannot be read: ")
                    .hasMessageContaining("certification path");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void readsNothingFromAServerWithAnotherOnesCertificate() {
        serveInstead(TestTls.authority().sign(Request.of("CN=elsewhere.example")), exchange -> answer(exchange, set));

        assertThatThrownBy(() -> reader.read(address()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("localhost");
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        serveInstead(TestTls.server(), exchange -> {
            if (exchange.getRequestURI().getPath().equals("/keys")) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, -1);
            } else {
                answer(exchange, set);
            }
        });

        assertRefused("it answered " + status + ", a redirect, which is not followed: name that address");
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {MANY_BYTES, 0}) // as one body of this length, or in chunks
    void readsNoMoreThanASetMayHave(long announced) {
        serveInstead(TestTls.server(), exchange -> {
            exchange.sendResponseHeaders(200, announced);
            exchange.getResponseBody().write(" ".repeat(MANY_BYTES).getBytes(StandardCharsets.US_ASCII));
        });

        assertRefused("262144");
    }

    @Test
    void waitsNoLongerThanItsTimeForAnAnswerThatDoesNotCome() {
        serveInstead(TestTls.server(), _ -> awaitEnd());

        assertOutOfTime();
    }

    @Test
    void waitsNoLongerThanItsTimeForAnAnswerThatDoesNotEnd() {
        serveInstead(TestTls.server(), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"keys\":".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertOutOfTime();
    }

    private void assertOutOfTime() {
        try (var hasty = reader(SHORT)) {
            assertRefused(hasty, "it did not answer within 1 s");
        }
    }

    private void assertRefused(String why) {
        assertRefused(reader, why);
    }

    private void assertRefused(JwksReader by, String why) {
        assertThatThrownBy(() -> by.read(address()))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("The JWKS cannot be read: ")
                .hasMessageContaining(why);
    }

    private static JwksReader reader(Duration timeout) {
        return new JwksReader(HttpClient.newBuilder().sslContext(TestTls.client()), timeout);
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JwksAddress address() {
        return JwksAddress.parse("https://localhost:" + server.getAddress().getPort() + "/keys");
    }

    private void serveInstead(TestCertificate certificate, HttpHandler handler) {
        server.stop(0);
        server = serve(certificate, handler);
    }

    private HttpsServer serve(TestCertificate certificate, HttpHandler handler) {
        try {
            var made = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setHttpsConfigurator(new HttpsConfigurator(TestTls.client(certificate)));
            made.setExecutor(threads);
            made.createContext("/", exchange -> {
                asked.incrementAndGet();
                try (exchange) {
                    handler.handle(exchange);
                }
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }
}

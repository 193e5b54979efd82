package io.bellcord.broker.auth.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.JwksRepository.Source;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.ProviderId;
import io.jsonwebtoken.security.Jwks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with one provider's keys is told of that provider, and the others' are read. */
class JwksRefresherTest {
    private static final ProviderId BAD = new ProviderId("bad");
    private static final ProviderId GOOD = new ProviderId("good");

    private final Database database = TestPostgres.newDatabase();
    private final ProviderRepository providers = new ProviderRepository(database);
    private final JwksRepository sources = new JwksRepository(database);
    private final HttpServer server = serve();

    private static HttpServer serve() {
        String key = Jwks.UNSAFE_JSON(Jwks.builder()
                .key((ECPublicKey) TestKeys.ec("secp256r1").getPublic())
                .id("k")
                .build());
        byte[] set = ("{\"keys\":[" + key + "]}").getBytes(StandardCharsets.UTF_8);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/keys", exchange -> {
                exchange.sendResponseHeaders(200, set.length);
                exchange.getResponseBody().write(set);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void addProviders() {
        for (ProviderId id : List.of(BAD, GOOD)) {
            providers.add(new Provider(id, id.value(), true, false, List.of()));
        }
    }

    @AfterEach
    void close() {
        server.stop(0);
        database.close();
    }

    @Test
    void tellsOfAnErrorThatNobodyExpectedAndGoesOn() throws SQLException {
        run("create function spoil() returns trigger language plpgsql as $$ begin raise exception 'spoilt'; end $$");
        run("create trigger spoil before insert on provider_key for each row when (new.provider_id = 'bad')"
                + " execute function spoil()");
        sources.remember(BAD, at(server.getAddress().getPort()), Instant.EPOCH);

        refreshUntilTheGoodOneIsRead("an error of Bellcord's");
    }

    @Test
    void tellsOfAServerThatAnswersWhatPostgresqlDoesNotTake() throws IOException {
        try (var rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answerNul(rude));
            sources.remember(BAD, at(rude.getLocalPort()), Instant.EPOCH);

            refreshUntilTheGoodOneIsRead("The JWKS cannot be read");
        }
    }

    private static void answerNul(ServerSocket rude) {
        while (!rude.isClosed()) {
            try (Socket caller = rude.accept()) {
                caller.getInputStream().read();
                caller.getOutputStream().write("HTTP/1.1 \0\0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void refreshUntilTheGoodOneIsRead(String problem) {
        sources.remember(GOOD, at(server.getAddress().getPort()), Instant.EPOCH);
        var settings = new JwksRefresher.Settings(Duration.ofSeconds(1), Duration.ofHours(1));
        try (var refresher = JwksRefresher.start(sources, settings, new SimpleMeterRegistry(), Clock.systemUTC())) {
            await().until(() -> !providers.get(GOOD).keys().isEmpty());
            await().until(() -> refresher.problem().isPresent());

            assertThat(refresher.problem().orElseThrow()).contains("keys of provider bad", problem);
            assertThat(sources.find(BAD).flatMap(Source::failingSince)).isPresent();
            assertThat(sources.find(GOOD).flatMap(Source::failingSince)).isEmpty();
        }
    }

    private static String at(int port) {
        return "http://127.0.0.1:" + port + "/keys";
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

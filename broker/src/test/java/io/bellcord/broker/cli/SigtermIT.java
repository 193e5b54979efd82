package io.bellcord.broker.cli;

import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenIssuer;
import io.bellcord.broker.auth.TokenRequest;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.testing.BellcordProcess;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.Stall;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.testing.TestRedis;
import io.bellcord.broker.transit.ProviderId;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** SIGTERM to a process that is at work. */
class SigtermIT {
    private static final int DRIVERS = 8;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path directory = Path.of("");

    private final DatabaseSettings postgres = TestPostgres.newSettings();
    private final TestRedis redis = TestRedis.start();
    private final Stall toRedis =
            new Stall(new InetSocketAddress(redis.uri().getHost(), redis.uri().getPort()));
    private String token = "";

    @BeforeEach
    void addProvider() {
        var key = ProviderKey.of("k1", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
        var kb = new Provider(new ProviderId("kb"), "Kowloon", true, false, List.of(key));
        try (Database database = Database.open(postgres)) {
            new ProviderRepository(database).add(kb);
        }
        token = new TokenIssuer(Clock.systemUTC())
                .issue(kb, new TokenRequest(Role.DRIVER, "dora", Optional.empty(), Duration.ofHours(1)))
                .value();
    }

    @AfterEach
    void stop() {
        toRedis.close();
        redis.close();
    }

    /** A driver who sends the next fix of its bus when the one before is acknowledged. */
    private final class Driver {
        private final int bus;
        private final long begin = Fixes.now() - 1_000_000;
        private final AtomicLong acknowledged = new AtomicLong();

        Driver(int bus) {
            this.bus = bus;
        }

        void driveFor(RawMqtt client) {
            try (client) {
                client.send(connect("driver-" + bus, "kb", token)).read();
                for (int i = 1; i < 1_000_000; i++) {
                    client.send(publish(1 + i % 1000, "bus/kb/" + bus, Fixes.json(begin + i, 43.7)));
                    assertThat(client.read().type()).isEqualTo(4);
                    acknowledged.set(begin + i);
                }
            } catch (UncheckedIOException e) {
                // The broker has ended it.
            }
        }

        long stored(RedisClient in) {
            String json = in.get("bus:{kb}:" + bus + ":lastlocation");
            return json == null ? 0 : Long.parseLong(json.replaceAll(".*\"ts\":(\\d+).*", "$1"));
        }
    }

    @Test
    void losesNoFixThatWasAcknowledged() {
        try (var broker = startBroker();
                var stored = RedisClient.create(redis.uri())) {
            List<Driver> drivers =
                    IntStream.range(0, DRIVERS).mapToObj(Driver::new).toList();
            List<CompletableFuture<Void>> drives = drivers.stream()
                    .map(driver -> CompletableFuture.runAsync(
                            () -> driver.driveFor(new RawMqtt(broker.address("mqtt"))),
                            thread -> Thread.ofVirtual().start(thread)))
                    .toList();
            await().until(() -> drivers.stream().allMatch(driver -> driver.acknowledged.get() > driver.begin + 20));

            broker.terminate();

            assertThat(broker.exitCode()).as(broker.errors()).isEqualTo(SIGTERM);
            drives.forEach(CompletableFuture::join);
            assertThat(drivers)
                    .allSatisfy(driver ->
                            assertThat(driver.stored(stored)).isGreaterThanOrEqualTo(driver.acknowledged.get()));
        }
    }

    @Test
    void endsInTimeAndTellsWhatIsLostWhenRedisDoesNotAnswer() {
        try (var broker = startBroker();
                RawMqtt driver = new RawMqtt(broker.address("mqtt"))) {
            driver.send(connect("driver", "kb", token)).read();
            toRedis.hold();
            driver.send(publish(1, "bus/kb/7", Fixes.json(Fixes.now(), 43.7)));
            assertThat(driver.read().type()).isEqualTo(4);

            long begin = System.nanoTime();
            broker.terminate();

            assertThat(broker.exitCode()).as(broker.errors()).isEqualTo(SIGTERM);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            assertThat(broker.errors()).contains("Positions left unwritten count=1");
        }
    }

    private BellcordProcess startBroker() {
        return BellcordProcess.start(
                directory,
                Map.of(
                        "BELLCORD_POSTGRES_URL", postgres.jdbcUrl(),
                        "BELLCORD_POSTGRES_USER", postgres.user(),
                        "BELLCORD_POSTGRES_PASSWORD", postgres.password(),
                        "BELLCORD_REDIS_URL", "redis://127.0.0.1:" + toRedis.port(),
                        "BELLCORD_LIMITS_PUBLISH_RATE", "0"),
                "broker");
    }
}

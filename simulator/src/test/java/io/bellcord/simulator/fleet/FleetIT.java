package io.bellcord.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.simulator.credentials.Logins;
import io.bellcord.simulator.mqtt.Endpoint;
import io.bellcord.simulator.streets.StreetMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(600)
class FleetIT {
    private static final int BUSES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final CountDownLatch stop = new CountDownLatch(1);

    @ParameterizedTest
    @EnumSource
    void everyPublishIsAcknowledged(Endpoint.Version version) throws IOException {
        try (var broker = new Mosquitto(directory, "allow_anonymous true")) {
            var fleet = fleet(broker, version, Optional.empty(), 1);
            var run = run(fleet);

            Awaitility.await().atMost(PATIENCE).until(() -> fleet.summary().acknowledged() >= 3 * BUSES);
            stop.countDown();

            var summary = run.join();
            assertThat(summary.connectedMax()).isEqualTo(BUSES);
            assertThat(summary.acknowledged()).isEqualTo(summary.sent());
            assertThat(summary.failed() + summary.unanswered() + summary.reconnects())
                    .isZero();
            assertThat(summary.refused()).isEmpty();
            assertThat(summary.succeeded()).isTrue();
            assertThat(summary.ackP99()).isPositive();
        }
    }

    @Test
    void publishesOverWebSocketWithQos0() throws IOException {
        try (var broker = new Mosquitto(directory, "allow_anonymous true")) {
            var fleet = fleet(broker, Endpoint.Version.V5, Optional.of("/mqtt"), 0);
            var run = run(fleet);

            Awaitility.await().atMost(PATIENCE).until(() -> fleet.summary().sent() >= BUSES);
            stop.countDown();

            assertThat(run.join().succeeded()).isTrue();
            assertThat(run.join().acknowledged()).isZero();
        }
    }

    @Test
    void trackersComeBackWhenTheBrokerDoes() throws IOException {
        try (var broker = new Mosquitto(directory, "allow_anonymous true")) {
            var fleet = fleet(broker, Endpoint.Version.V5, Optional.empty(), 1);
            var run = run(fleet);
            Awaitility.await().atMost(PATIENCE).until(() -> fleet.summary().connected() == BUSES);

            broker.kill();
            Awaitility.await().atMost(PATIENCE).until(() -> fleet.summary().skipped() >= BUSES);
            broker.start();
            Awaitility.await().atMost(PATIENCE).until(() -> fleet.summary().connected() == BUSES);
            var before = fleet.summary().acknowledged();
            Awaitility.await().atMost(PATIENCE).until(() -> fleet.summary().acknowledged() >= before + BUSES);
            stop.countDown();

            assertThat(run.join().reconnects()).isEqualTo(BUSES);
            assertThat(run.join().succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpByItselfWhenTheBrokerLetsNobodyIn(Endpoint.Version version) throws IOException {
        var nobody = Files.writeString(directory.resolve("nobody"), "");
        try (var broker = new Mosquitto(directory, "allow_anonymous false", "password_file " + nobody)) {
            var summary = run(fleet(broker, version, Optional.empty(), 1)).join();

            assertThat(summary.succeeded()).isFalse();
            assertThat(summary.connectedMax()).isZero();
            assertThat(summary.sent()).isZero();
            assertThat(summary.refused())
                    .hasEntrySatisfying(
                            "CONNACK NOT_AUTHORIZED", count -> assertThat(count).isGreaterThanOrEqualTo(BUSES));
        }
    }

    @Test
    void countsPublishesThatTheBrokerRefuses() throws IOException {
        var rules = Files.writeString(directory.resolve("rules"), "topic read #\n");
        try (var broker = new Mosquitto(directory, "allow_anonymous true", "acl_file " + rules)) {
            var fleet = fleet(broker, Endpoint.Version.V5, Optional.empty(), 1);
            var run = run(fleet);

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !fleet.summary().refused().isEmpty());
            stop.countDown();

            assertThat(run.join().refused()).containsOnlyKeys("PUBACK NOT_AUTHORIZED");
            assertThat(run.join().succeeded()).isFalse();
        }
    }

    /** On a thread of its own: on two cores the common pool has one, which others here need. */
    private CompletableFuture<Summary> run(Fleet fleet) {
        return CompletableFuture.supplyAsync(() -> summaryOf(fleet), Thread::startVirtualThread);
    }

    private Summary summaryOf(Fleet fleet) {
        try {
            return fleet.run(stop);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fleet fleet(Mosquitto broker, Endpoint.Version version, Optional<String> webSocket, int qos) {
        var logins = new Logins(Optional.of("cam"), 1001).withPassword("s3cret", BUSES);
        var port = webSocket.isPresent() ? broker.webSocketPort() : broker.port();
        var endpoint = new Endpoint("127.0.0.1", port, Optional.empty(), webSocket, version);
        return new Fleet(
                new FleetPlan(endpoint, logins, 2, qos, Optional.empty(), 1, Optional.empty()),
                StreetMap.monaco(),
                Clock.systemUTC());
    }
}
